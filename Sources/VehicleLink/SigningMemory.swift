// SPDX-License-Identifier: Apache-2.0
// The timestamps of a signed link in a small file, so that neither ours goes back nor an old frame of the vehicle is
// taken again after a restart. The key is never in it.

internal import Foundation
internal import MAVLink

/// What is remembered of a signed link.
struct SigningMemory: Sendable {
    /// The file; nil keeps nothing.
    let path: String?
    /// A timestamp that no frame of ours had reached when it was written.
    private(set) var reserved: UInt64 = 0
    /// The newest timestamp of each stream of the vehicle's side.
    private(set) var streams: [SignatureVerifier.Stream: UInt64] = [:]
    /// Why the file could not be read or written; nil when it could.
    private(set) var trouble: String?

    /// What is reserved ahead at each write: half a minute, so that the file is written seldom.
    static let reserve: UInt64 = 3_000_000
    private static let head = "roost signing 1"
    private static let longestFile = 65_536

    /// Reads the file; one that is not there is a first start.
    init(path: String?) {
        self.path = path
        guard let path, FileManager.default.fileExists(atPath: path) else { return }
        guard let data = FileManager.default.contents(atPath: path), data.count <= Self.longestFile else {
            trouble = "\(path) cannot be read"
            return
        }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        guard lines.first == Self.head[...], lines.last == "end" else {
            trouble = "\(path) is damaged: timestamps begin with the clock's"
            return
        }
        for line in lines.dropFirst() {
            let words = line.split(separator: " ")
            if words.count == 2, words[0] == "sent", let number = UInt64(words[1]) {
                reserved = min(number, SigningTime.max)
            } else if words.count == 5, words[0] == "heard", let system = UInt8(words[1]),
                let component = UInt8(words[2]), let link = UInt8(words[3]), let number = UInt64(words[4])
            {
                let source = MAVLinkAddress(system: system, component: component)
                streams[SignatureVerifier.Stream(source: source, linkID: link)] = min(number, SigningTime.max)
            }
        }
    }

    /// Whether a frame of ours would soon reach what is reserved.
    func isUsedUp(by timestamp: UInt64) -> Bool { timestamp + Self.reserve / 3 >= reserved }

    /// Writes down a timestamp ahead of ours, and what was heard.
    mutating func keep(sent timestamp: UInt64, heard: [SignatureVerifier.Stream: UInt64]) {
        reserved = max(reserved, min(timestamp + Self.reserve, SigningTime.max))
        streams = heard
        guard let path else { return }
        var text = "\(Self.head)\nsent \(reserved)\n"
        let order = heard.sorted {
            ($0.key.source.system, $0.key.source.component, $0.key.linkID)
                < ($1.key.source.system, $1.key.source.component, $1.key.linkID)
        }
        for (stream, number) in order {
            text += "heard \(stream.source.system) \(stream.source.component) \(stream.linkID) \(number)\n"
        }
        do {
            let folder = (path as NSString).deletingLastPathComponent
            if !folder.isEmpty {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
            try Data((text + "end\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            trouble = "\(path): \(error.localizedDescription)"
        }
    }
}
