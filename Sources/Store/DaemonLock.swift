// SPDX-License-Identifier: Apache-2.0
// The right to be the only one that runs a dock on a store, or exchanges the store's files. The kernel gives it back
// when the process ends, however it ends; it is never held by hand.

internal import Glibc

/// The right to a store's files, for as long as the object lives.
public final class DaemonLock: Sendable {
    /// The file that is locked, below the store's directory.
    static let file = "roost.lock"
    private let descriptor: Int32
    /// A command that looks whether somebody has the right holds it for microseconds: so often it is asked again.
    private static let tries = 20, microsecondsBetween: UInt32 = 5_000

    /// Takes the right; the directory is made where it is missing.
    /// - Throws: `StoreError.inUse` while another process has it.
    public convenience init(directory: String) throws(StoreError) {
        try StoredFile.makeDirectory(directory)
        try self.init(path: StoredFile.join(directory, Self.file), directory: directory)
    }

    /// Takes the right that a file stands for.
    init(path: String, directory: String) throws(StoreError) {
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoredFile.failure(errno, path) }
        var code = Self.lock(descriptor, LOCK_EX)
        for _ in 1..<Self.tries where code == EWOULDBLOCK {
            usleep(Self.microsecondsBetween)
            code = Self.lock(descriptor, LOCK_EX)
        }
        guard code == 0 else {
            close(descriptor)
            throw code == EWOULDBLOCK ? .inUse(path: directory) : StoredFile.failure(code, path)
        }
    }

    deinit { close(descriptor) }

    private static func lock(_ descriptor: Int32, _ kind: Int32) -> Int32 {
        flock(descriptor, kind | LOCK_NB) == 0 ? 0 : errno
    }

    /// Whether a process has the right to a directory's store now; nil where no process ever took it, or this one may
    /// not look.
    public static func isHeld(in directory: String) -> Bool? {
        let descriptor = unsafe open(StoredFile.join(directory, file), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        // Closing it gives back what the look may have taken.
        defer { close(descriptor) }
        switch lock(descriptor, LOCK_SH) {
        case 0: return false
        case EWOULDBLOCK: return true
        default: return nil
        }
    }
}
