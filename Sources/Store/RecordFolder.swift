// SPDX-License-Identifier: Apache-2.0
// The folder of record files: each file appears whole under its name, durably, and is read back proven by its digest.
// It knows nothing of what the files hold, and never changes one that is there in the same form.

internal import DockModel

/// The record files of one dock.
public struct RecordFolder: Sendable {
    /// Its path.
    public let path: String

    /// The folder below a dock's storage.
    public init(storage: String) { path = StoredFile.join(storage, ChainAudit.folder) }

    /// The path of a file.
    public func path(of name: String) -> String { StoredFile.join(path, name) }

    /// Writes a file, whole and durably, over one of the same name.
    public func write(_ octets: [UInt8], kind: String, name: String) throws(StoreError) -> RecordFile {
        try StoredFile.makeDirectory(path)
        let target = path(of: name)
        let temporary = target + ".part"
        try StoredFile.write(octets, to: temporary)
        try StoredFile.rename(temporary, to: target)
        return RecordFile(kind: kind, name: name, octets: octets.count, sha256: SHA256.of(octets))
    }

    /// The octets of a file of a record; nil when it is gone or is not what the record says.
    public func read(_ file: RecordFile) throws(StoreError) -> [UInt8]? {
        let octets = try StoredFile.content(of: path(of: file.name), most: ChainAudit.longestFile)
        return octets.flatMap { SHA256.of($0) == file.sha256 ? $0 : nil }
    }

    /// Removes the files of a record.
    public func remove(_ files: [RecordFile]) {
        for file in files { StoredFile.remove(path(of: file.name)) }
    }
}
