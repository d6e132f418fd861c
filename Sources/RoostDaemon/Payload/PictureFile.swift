// SPDX-License-Identifier: Apache-2.0
// Reads one picture from a file, whole and at most as long as a picture can be, and moves one, so that it is whole at
// its old place or at its new one whatever is killed. It waits for no pipe or device that is named by mistake.

internal import Glibc
public import Thermal

/// Why a file gave no temperatures.
public struct PictureFileError: Error, CustomStringConvertible {
    /// What the system could not do, or that the file holds no temperatures.
    public enum Kind: Sendable { case missing, notAllowed, unreadable, noTemperatures }
    /// What went wrong.
    public var kind: Kind
    /// What, where and what to do.
    public var description: String

    /// A failure.
    public init(kind: Kind, description: String) { (self.kind, self.description) = (kind, description) }
}

/// A picture on disk.
public enum PictureFile {
    /// Reads a picture.
    public static func image(
        of path: String, conditions: Conditions, gain: Double?
    ) throws(PictureFileError) -> ThermalImage {
        let bytes = try bytes(of: path)
        do throws(ThermalError) {
            return try ThermalImage(bytes, conditions: conditions, gain: gain)
        } catch {
            throw PictureFileError(kind: .noTemperatures, description: "\(path): \(error)")
        }
    }

    /// The bytes of a plain file; `followsLinks` says whether a symbolic link counts as what it points to.
    public static func bytes(of path: String, followsLinks: Bool = true) throws(PictureFileError) -> [UInt8] {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followsLinks ? 0 : O_NOFOLLOW))
        guard file >= 0 else { throw failure(path, "cannot be opened", errno) }
        defer { close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0 else { throw failure(path, "cannot be looked at", errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            let what = status.st_mode & S_IFMT == S_IFDIR ? "is a directory" : "is no plain file"
            throw PictureFileError(kind: .noTemperatures, description: "\(path): \(what); name picture files")
        }
        guard status.st_size <= ThermalLimit.fileBytes else {
            throw PictureFileError(
                kind: .noTemperatures,
                description: "\(path): \(status.st_size) bytes are more than \(ThermalLimit.fileBytes); "
                    + "no thermal camera makes such a picture")
        }
        let length = max(0, Int(status.st_size))
        var bytes = [UInt8](repeating: 0, count: length)
        var taken = 0
        while taken < length {
            let count = unsafe bytes.withUnsafeMutableBytes { target in
                unsafe read(
                    file, UnsafeMutableRawBufferPointer(rebasing: target[taken...]).baseAddress,
                    length - taken)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(path, "cannot be read at byte \(taken)", errno) }
            // The file became shorter while it was read.
            if count == 0 { break }
            taken += count
        }
        bytes.removeLast(length - taken)
        return bytes
    }

    /// Moves a file to a place that no other file gets: one of the same size there is this one, brought or copied
    /// before, and one of another size is less than this one.
    static func move(_ from: String, to place: String) throws(PictureFileError) {
        var source = stat(), there = stat()
        guard unsafe lstat(from, &source) == 0 else { throw failure(from, "cannot be looked at", errno) }
        if unsafe lstat(place, &there) == 0, there.st_size == source.st_size {
            guard unsafe unlink(from) == 0 else { throw failure(from, "cannot be removed", errno) }
            return
        }
        if unsafe rename(from, place) == 0 { return }
        guard errno == EXDEV else { throw failure(from, "cannot be moved to \(place)", errno) }
        let draft = place + ".part"
        do throws(PictureFileError) {
            try copy(from, to: draft)
            guard unsafe rename(draft, place) == 0 else { throw failure(draft, "cannot be renamed", errno) }
        } catch {
            unsafe unlink(draft)
            throw error
        }
        try synchronise(folderOf: place)
        guard unsafe unlink(from) == 0 else { throw failure(from, "cannot be removed", errno) }
    }

    /// Copies a plain file and flushes the copy to the disk.
    private static func copy(_ from: String, to draft: String) throws(PictureFileError) {
        let source = unsafe open(from, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard source >= 0 else { throw failure(from, "cannot be opened", errno) }
        defer { close(source) }
        var status = stat()
        guard unsafe fstat(source, &status) == 0 else { throw failure(from, "cannot be looked at", errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw PictureFileError(kind: .noTemperatures, description: "\(from): is no plain file")
        }
        let target = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard target >= 0 else { throw failure(draft, "cannot be written", errno) }
        defer { close(target) }
        var block = [UInt8](repeating: 0, count: 1 << 20)
        var copied = 0
        while true {
            guard !Task.isCancelled else { throw failure(draft, "cannot be written", ECANCELED) }
            let count = unsafe block.withUnsafeMutableBytes { octets in
                unsafe read(source, octets.baseAddress, octets.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(from, "cannot be read at byte \(copied)", errno) }
            if count == 0 { break }
            var done = 0
            while done < count {
                let part = unsafe block.withUnsafeBytes { octets in
                    unsafe write(
                        target, UnsafeRawBufferPointer(rebasing: octets[done..<count]).baseAddress, count - done)
                }
                if part < 0, errno == EINTR { continue }
                guard part > 0 else { throw failure(draft, "cannot be written", errno) }
                done += part
            }
            copied += count
        }
        guard copied == Int(status.st_size) else {
            throw PictureFileError(kind: .unreadable, description: "\(from): changed while it was copied")
        }
        guard fsync(target) == 0 else { throw failure(draft, "cannot be flushed to the disk", errno) }
    }

    /// Flushes the folder of a file to the disk: before that a file that was put into it may be lost with the power.
    private static func synchronise(folderOf place: String) throws(PictureFileError) {
        let path = place.contains("/") ? String(place.reversed().drop { $0 != "/" }.reversed()) : "."
        let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw failure(path, "cannot be opened", errno) }
        defer { close(folder) }
        // Some file systems refuse fsync of a directory with EINVAL; they need none.
        if fsync(folder) != 0, errno != EINVAL { throw failure(path, "cannot be flushed to the disk", errno) }
    }

    private static func failure(_ path: String, _ what: String, _ code: Int32) -> PictureFileError {
        let reason = unsafe String(cString: strerror(code))
        switch code {
        case ENOENT, ENOTDIR:
            return PictureFileError(
                kind: .missing, description: "\(path): there is no such file; check the path")
        case ELOOP:
            return PictureFileError(
                kind: .noTemperatures, description: "\(path): is a symbolic link; name picture files")
        case EACCES, EPERM:
            return PictureFileError(
                kind: .notAllowed, description: "\(path): \(what): \(reason); run as a user who may read it")
        default: return PictureFileError(kind: .unreadable, description: "\(path): \(what): \(reason)")
        }
    }
}
