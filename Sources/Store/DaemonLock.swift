// SPDX-License-Identifier: Apache-2.0
// The right to be the only one that runs a dock on a store, or exchanges the store's files. The kernel gives it back
// when the process ends, however it ends; it is never held by hand.

internal import Glibc

/// The right to a store's files, for as long as the object lives.
public final class DaemonLock: Sendable {
    /// The file that is locked, below the store's directory.
    static let file = "roost.lock"
    private let descriptor: Int32

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
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            throw code == EWOULDBLOCK ? .inUse(path: directory) : StoredFile.failure(code, path)
        }
    }

    deinit { close(descriptor) }
}
