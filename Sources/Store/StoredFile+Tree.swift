// SPDX-License-Identifier: Apache-2.0
// Whole folders of files: their list, copies with the SHA-256 of what was copied, and their removal. It follows no
// folder out of the one that is named, and knows nothing of what the files hold.

internal import DockModel
internal import Foundation
internal import Glibc

extension StoredFile {
    /// Most files of one folder that are listed; beyond it the folder is not one of ours.
    static let mostFiles = 200_000

    /// A plain file below a folder.
    struct Entry: Equatable, Sendable {
        /// Its path below the folder.
        var path: String
        /// Its octets.
        var octets: Int64
        /// Whether only its owner may read it.
        var isPrivate: Bool
    }

    /// The plain files below a folder, in the order of their paths; links to files count as files. A folder that is
    /// not there has none. `skipping` names folders at its top that are not looked into.
    static func tree(of folder: String, skipping: Set<String> = []) throws(StoreError) -> [Entry] {
        guard try identity(of: folder) != nil else { return [] }
        var found: [Entry] = []
        var open = [""]
        while let below = open.popLast() {
            let place = below.isEmpty ? folder : join(folder, below)
            for name in try names(in: place) where !(below.isEmpty && skipping.contains(name)) {
                let path = below.isEmpty ? name : "\(below)/\(name)"
                var status = stat()
                // A link whose target is gone is nothing to keep.
                guard unsafe stat(join(folder, path), &status) == 0 else { continue }
                switch status.st_mode & S_IFMT {
                case S_IFREG:
                    found.append(
                        Entry(
                            path: path, octets: Int64(status.st_size), isPrivate: status.st_mode & 0o077 == 0)
                    )
                case S_IFDIR where !isLink(join(folder, path)): open.append(path)
                default: break
                }
                guard found.count <= mostFiles else {
                    throw .tooLarge(what: "the folder \(folder)", size: found.count, limit: mostFiles)
                }
            }
        }
        return found.sorted { $0.path < $1.path }
    }

    /// The names in a folder in their order; none of one that is not there.
    static func names(in folder: String) throws(StoreError) -> [String] {
        guard try identity(of: folder) != nil else { return [] }
        do { return try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } catch {
            throw .inputOutput(path: folder, detail: error.localizedDescription)
        }
    }

    /// Copies a file into a new one of mode 0600, flushed to the disk; answers what was copied.
    static func copy(_ source: String, to target: String) throws(StoreError) -> (
        octets: Int64, sha256: [UInt8]
    ) {
        try makeDirectory(parent(of: target))
        try makeFile(target)
        let file = unsafe open(target, O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { throw fault(target) }
        defer { close(file) }
        let sum = try pieces(of: source) { piece throws(StoreError) in
            var done = 0
            while done < piece.count {
                let count = unsafe piece.withUnsafeBytes { raw in
                    unsafe Glibc.write(file, raw.baseAddress.map { unsafe $0 + done }, raw.count - done)
                }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw fault(target) }
                done += count
            }
        }
        if fsync(file) != 0 { throw fault(target) }
        return sum
    }

    /// The size and SHA-256 of a file.
    static func digest(of path: String) throws(StoreError) -> (octets: Int64, sha256: [UInt8]) {
        try pieces(of: path) { _ throws(StoreError) in }
    }

    private static func pieces(of path: String, _ take: ([UInt8]) throws(StoreError) -> Void)
        throws(StoreError)
        -> (octets: Int64, sha256: [UInt8])
    {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw fault(path) }
        defer { close(file) }
        var hash = SHA256()
        var octets: Int64 = 0
        var piece = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let taken = unsafe read(file, &piece, piece.count)
            if taken < 0, errno == EINTR { continue }
            guard taken >= 0 else { throw fault(path) }
            if taken == 0 { break }
            let part = taken == piece.count ? piece : Array(piece.prefix(taken))
            hash.add(part)
            octets += Int64(taken)
            try take(part)
        }
        let digest = hash.digest()
        return (octets, digest.indices.map { digest[$0] })
    }

    /// Gives a file a second name in another folder of the same disk; false where that is not possible.
    static func share(_ source: String, as target: String) throws(StoreError) -> Bool {
        try makeDirectory(parent(of: target))
        return unsafe link(source, target) == 0
    }

    /// Removes a folder with all that is in it.
    static func removeTree(_ path: String) throws(StoreError) {
        guard try identity(of: path) != nil else { return }
        do { try FileManager.default.removeItem(atPath: path) } catch {
            throw .inputOutput(path: path, detail: error.localizedDescription)
        }
    }

    /// Flushes a folder and every folder below it, so that the names in them last.
    static func synchroniseTree(_ path: String) throws(StoreError) {
        var folders: Set<String> = [path]
        for entry in try tree(of: path) {
            var folder = parent(of: join(path, entry.path))
            while folder.count > path.count, folders.insert(folder).inserted { folder = parent(of: folder) }
        }
        for folder in folders.sorted(by: >) { try synchronise(folder) }
    }

    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    private static func fault(_ path: String) -> StoreError { failure(errno, path) }
}
