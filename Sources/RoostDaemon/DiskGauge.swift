// SPDX-License-Identifier: Apache-2.0
// How much of its write life the computer's own disk has used, from what the kernel shows without a privilege. It reads
// small files only; a disk that does not say is not guessed.

internal import Foundation

/// The write life of the disk that a directory lies on.
struct DiskGauge: Sendable {
    /// Where the kernel shows its devices; another place in tests.
    var root = "/sys/block"

    /// The used share of the write life in percent, of the most worn disk that says it; nil when none does.
    ///
    /// An eMMC shows two estimates (cells of type A and B) in `device/life_time`, each a step of ten percent from 0x01
    /// (0 to 10 % used) to 0x0a, and 0x0b for beyond (JEDEC eMMC 5.0, EXT_CSD 268 and 269). The middle of the
    /// worse step counts.
    func lifeUsed() -> Double? {
        // A machine without that folder has no such disk.
        let disks = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return disks.compactMap { disk in
            // Most disks have no such file.
            guard let text = try? String(contentsOfFile: "\(root)/\(disk)/device/life_time", encoding: .utf8) else {
                return nil
            }
            return Self.used(text)
        }.max()
    }

    /// The percentage of a life_time file: "0x02 0x01".
    static func used(_ text: String) -> Double? {
        let steps = text.split(whereSeparator: \.isWhitespace).prefix(2).compactMap { word -> Double? in
            guard word.hasPrefix("0x"), let step = UInt8(word.dropFirst(2), radix: 16), (0x01...0x0B).contains(step)
            else { return nil }
            return Double(step) * 10 - 5
        }
        return steps.max()
    }
}
