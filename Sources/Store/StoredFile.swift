// SPDX-License-Identifier: Apache-2.0
// The few file operations SQLite does not do for us: directories and files with the right mode, names made
// durable, free space, identity of a file. It knows nothing of what the files hold.

internal import Glibc

/// File operations of the store; every failure carries the system's own words.
enum StoredFile {
    /// Which file a path names now.
    struct Identity: Equatable, Sendable {
        let device: UInt64
        let inode: UInt64
        let size: Int64
        let isRegular: Bool

        /// Whether both are the same file, whatever their size.
        func isSameFile(as other: Identity) -> Bool { device == other.device && inode == other.inode }
    }

    /// The file at `path`; nil when there is none.
    static func identity(of path: String) throws(StoreError) -> Identity? {
        var status = stat()
        if unsafe stat(path, &status) == 0 {
            return Identity(
                device: UInt64(truncatingIfNeeded: status.st_dev),
                inode: UInt64(truncatingIfNeeded: status.st_ino),
                size: Int64(status.st_size), isRegular: status.st_mode & S_IFMT == S_IFREG)
        }
        let code = errno
        if code == ENOENT { return nil }
        throw failure(code, path)
    }

    /// Makes `path` and its parents with mode 0700 where they are missing, durably.
    static func makeDirectory(_ path: String) throws(StoreError) {
        var missing: [String] = []
        var candidate = path
        while missing.count < 64 {
            var status = stat()
            if unsafe stat(candidate, &status) == 0 {
                guard status.st_mode & S_IFMT == S_IFDIR else {
                    throw .directoryUnusable(path: candidate, reason: "it is not a directory")
                }
                break
            }
            let code = errno
            guard code == ENOENT else { throw .directoryUnusable(path: candidate, reason: words(code)) }
            missing.append(candidate)
            candidate = parent(of: candidate)
        }
        for directory in missing.reversed() {
            if unsafe mkdir(directory, 0o700) != 0, errno != EEXIST {
                throw .directoryUnusable(path: directory, reason: words(errno))
            }
            try synchronise(parent(of: directory))
        }
    }

    /// Makes an empty file with mode 0600 that did not exist before.
    static func makeFile(_ path: String) throws(StoreError) {
        unsafe unlink(path)
        let file = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure(errno, path) }
        close(file)
    }

    /// Writes octets into a new file with mode 0600 and flushes it to the disk.
    static func write(_ octets: [UInt8], to path: String) throws(StoreError) {
        try makeFile(path)
        let file = unsafe open(path, O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure(errno, path) }
        defer { close(file) }
        var done = 0
        while done < octets.count {
            let count = unsafe octets.withUnsafeBytes { raw in
                unsafe Glibc.write(file, raw.baseAddress.map { unsafe $0 + done }, raw.count - done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(errno, path) }
            done += count
        }
        if fsync(file) != 0 { throw failure(errno, path) }
    }

    /// Flushes a file or directory to the disk.
    static func synchronise(_ path: String) throws(StoreError) {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure(errno, path) }
        defer { close(file) }
        // Some file systems refuse fsync of a directory with EINVAL; they need none.
        if fsync(file) != 0, errno != EINVAL { throw failure(errno, path) }
    }

    /// Gives a finished file its final name unless that name is taken; returns whether it took it.
    static func claim(name: String, for temporary: String) throws(StoreError) -> Bool {
        let result = unsafe link(temporary, name)
        let code = errno
        unsafe unlink(temporary)
        guard result == 0 || code == EEXIST else { throw failure(code, name) }
        return result == 0
    }

    /// Renames a finished file and makes the new name durable.
    static func rename(_ temporary: String, to name: String) throws(StoreError) {
        guard unsafe Glibc.rename(temporary, name) == 0 else { throw failure(errno, name) }
        try synchronise(parent(of: name))
    }

    /// Lets only the owner read and write a file.
    static func restrict(_ path: String) throws(StoreError) {
        guard unsafe chmod(path, 0o600) == 0 else { throw failure(errno, path) }
    }

    /// A name inside a directory.
    static func join(_ directory: String, _ name: String) -> String {
        directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
    }

    /// Removes a file if it is there.
    static func remove(_ path: String) { unsafe unlink(path) }

    /// The first octets of a file.
    static func head(of path: String, count: Int) throws(StoreError) -> [UInt8] {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure(errno, path) }
        defer { close(file) }
        var octets = [UInt8](repeating: 0, count: count)
        let taken = unsafe read(file, &octets, count)
        guard taken >= 0 else { throw failure(errno, path) }
        return Array(octets.prefix(taken))
    }

    /// All octets of a file; nil when there is none. One that is longer than `most` is cut, which no digest survives.
    static func content(of path: String, most: Int) throws(StoreError) -> [UInt8]? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        if file < 0, errno == ENOENT { return nil }
        guard file >= 0 else { throw failure(errno, path) }
        defer { close(file) }
        var octets: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while octets.count < most {
            let taken = unsafe read(file, &piece, piece.count)
            if taken < 0, errno == EINTR { continue }
            guard taken >= 0 else { throw failure(errno, path) }
            if taken == 0 { break }
            octets += piece.prefix(taken)
        }
        return octets
    }

    /// Free and total bytes of the disk that holds `path`; nil when the system does not say.
    static func space(at path: String) -> (free: Int64, total: Int64)? {
        StorageRoom(at: path).map { ($0.free, $0.total) }
    }

    /// Whether the file system of a path is mounted read-only; false when the system does not say.
    static func isReadOnlyDisk(_ path: String) -> Bool {
        var status = statvfs()
        // ST_RDONLY of statvfs(3).
        return unsafe statvfs(path, &status) == 0 && status.f_flag & 1 != 0
    }

    /// The directory that holds `path`.
    static func parent(of path: String) -> String {
        let parts = path.split(separator: "/")
        let isAbsolute = path.hasPrefix("/")
        guard parts.count > 1 else { return isAbsolute ? "/" : "." }
        return (isAbsolute ? "/" : "") + parts.dropLast().joined(separator: "/")
    }

    /// The error of a system call on a path.
    static func failure(_ code: Int32, _ path: String) -> StoreError {
        switch code {
        case EROFS: .readOnly(path: path)
        case EACCES, EPERM: .notPermitted(path: path)
        case ENOSPC, EDQUOT, EFBIG: .diskFull(path: path)
        default: .inputOutput(path: path, detail: words(code))
        }
    }

    private static func words(_ code: Int32) -> String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}
