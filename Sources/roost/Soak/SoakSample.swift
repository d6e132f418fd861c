// SPDX-License-Identifier: Apache-2.0
// What Linux says a running daemon holds: memory, descriptors, threads, octets written. It reads /proc and sizes of
// files, and touches neither the process nor its store.

import Foundation

/// What a daemon holds at the end of a virtual day.
struct SoakSample: Encodable {
    /// The virtual day, from 1.
    var day: Int
    /// Resident memory in megabytes.
    var residentMegabytes: Double
    /// Open descriptors.
    var descriptors: Int
    /// Threads.
    var threads: Int
    /// Megabytes of the database with its log.
    var databaseMegabytes: Double
    /// Megabytes of the whole storage directory.
    var storageMegabytes: Double
    /// Megabytes that were sent to the disk during the day; nil where Linux does not say.
    var writtenMegabytes: Double?
    /// Missions of the store that have ended.
    var missions: Int
    /// Incidents of the store.
    var incidents: Int

    /// A process as /proc shows it; nil when it is gone.
    struct Holding {
        var residentMegabytes: Double
        var descriptors: Int
        var threads: Int
        var writtenOctets: Int64?

        init?(of process: Int32) {
            let folder = "/proc/\(process)"
            // A process that is gone has no files there.
            guard let status = try? String(contentsOfFile: folder + "/status", encoding: .utf8),
                let resident = Self.number("VmRSS", in: status), let threads = Self.number("Threads", in: status),
                // As above.
                let files = try? FileManager.default.contentsOfDirectory(atPath: folder + "/fd")
            else { return nil }
            residentMegabytes = Double(resident) * 1_024 / 1e6
            (descriptors, self.threads) = (files.count, Int(threads))
            // Some kernels count no input and output.
            let usage = try? String(contentsOfFile: folder + "/io", encoding: .utf8)
            writtenOctets = usage.flatMap { Self.number("write_bytes", in: $0) }
        }

        /// The number behind a name of a file of /proc.
        static func number(_ name: String, in text: String) -> Int64? {
            let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
            return line?.split { $0 == ":" || $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int64($0) }
        }
    }

    /// Octets of the plain files below a folder.
    static func octets(below folder: String) -> Int64 {
        guard let files = FileManager.default.enumerator(atPath: folder) else { return 0 }
        var sum: Int64 = 0
        for case let name as String in files { sum += size(of: folder + "/" + name) }
        return sum
    }

    /// The size of a plain file; 0 of one that is not there.
    static func size(of path: String) -> Int64 {
        // A file that went meanwhile has no size.
        guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
            facts[.type] as? FileAttributeType == .typeRegular
        else { return 0 }
        return (facts[.size] as? NSNumber)?.int64Value ?? 0
    }
}
