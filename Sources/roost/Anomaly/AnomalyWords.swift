// SPDX-License-Identifier: Apache-2.0
// How scores and rows are written: always the same octets for the same row, on every machine, whatever its language
// settings are. It computes nothing and prints nothing.

import DockModel
import Triage

/// The texts of `roost anomaly`.
enum AnomalyWords {
    /// The score from which a row is worth telling, as help texts say it.
    static let advised = text(of: SignalDetector.advisedThreshold, places: 2)

    /// How the input is called in messages.
    static func name(of path: String) -> String {
        path == "-" ? "standard input" : CommandOutput.printable(path)
    }

    /// A score with six decimals.
    static func append(_ score: Double, to octets: inout [UInt8]) {
        let millionths = Int((min(max(score, 0), 1) * 1_000_000).rounded())
        if millionths >= 1_000_000 { return octets.append(contentsOf: "1.000000".utf8) }
        octets.append(contentsOf: [0x30, 0x2E])
        var unit = 100_000
        while unit > 0 {
            octets.append(UInt8(48 + millionths / unit % 10))
            unit /= 10
        }
    }

    /// One JSON document of a row.
    static func appendJSON(_ row: AnomalyRow, to octets: inout [UInt8]) {
        octets.append(
            contentsOf:
                "{\"line\":\(row.line),\"quality\":\"\(quality(of: row))\",\"row\":\(row.number),\"score\":"
                .utf8)
        append(row.score, to: &octets)
        if case .assessed(let sample, _) = row.verdict {
            octets.append(contentsOf: ",\"time\":\"\(time(sample.time))\"".utf8)
        }
        octets.append(UInt8(ascii: "}"))
    }

    /// The quality of a row in one word.
    static func quality(of row: AnomalyRow) -> String {
        switch row.verdict {
        case .assessed(_, let assessment): assessment.quality.rawValue
        case .unreadable: "unreadable"
        }
    }

    /// A wall time as "2026-11-25T17:40:00Z", with milliseconds when there are any.
    static func time(_ time: WallTime) -> String {
        let (day, rest) = (time.milliseconds.flooredDivision(86_400_000))
        let date = CivilDate(daysSince1970: Int(day))
        let milliseconds = Int(rest)
        let (hour, minute) = (milliseconds / 3_600_000, milliseconds / 60_000 % 60)
        let second = milliseconds / 1_000 % 60
        var text = "\(date)T\(two(hour)):\(two(minute)):\(two(second))"
        if milliseconds % 1_000 != 0 {
            let part = String(milliseconds % 1_000)
            text += "." + String(repeating: "0", count: 3 - part.count) + part
        }
        return text + "Z"
    }

    /// A number with so many decimals.
    static func text(of number: Double, places: Int) -> String { MeasuredText.text(of: number, places: places) }

    /// A measured number with four digits that matter.
    static func shown(_ number: Double) -> String { MeasuredText.shown(number) }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Int64 {
    /// Quotient and remainder with the remainder never negative.
    fileprivate func flooredDivision(_ divisor: Int64) -> (Int64, Int64) {
        let rest = self % divisor
        return rest < 0 ? (self / divisor - 1, rest + divisor) : (self / divisor, rest)
    }
}
