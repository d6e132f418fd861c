// SPDX-License-Identifier: Apache-2.0
// The counts of a device in words (modbus-requirements R19): what went wrong, how fast it answers, when it last did.
// The same line stands in the health page of the daemon and in the tools.

public import DockModel
internal import Registers

extension DeviceStatistics {
    /// What went wrong, by name; what did not happen is left out.
    public var faults: [(name: String, count: Int)] {
        var faults = [
            ("time-outs", timeouts), ("check sum errors", checksumErrors), ("mismatches", mismatches),
            ("lost connections", disconnects), ("failed connects", connectFailures),
        ]
        faults += exceptions.sorted { $0.key < $1.key }.map { code, count in
            ("exception \(code) (\(ExceptionPolicy.name(of: code)))", count)
        }
        return faults.filter { $0.1 > 0 }.map { (name: $0.0, count: $0.1) }
    }

    /// One line: "1230 good of 1234 requests, p50 812 µs, p99 2400 µs, 4 time-outs, connected 2 times, …".
    public func inWords(at now: Instant) -> String {
        func microseconds(_ time: Duration?) -> String {
            time.map { "\(Int($0 / .microseconds(1))) µs" } ?? "-"
        }
        var words = ["\(good) good of \(requests) requests"]
        if good > 0 { words.append("p50 \(microseconds(middleReplyTime)), p99 \(microseconds(slowestReplyTime))") }
        words += faults.map { "\($0.count) \($0.name)" }
        if !quarantined.isEmpty { words.append("left alone: " + quarantined.map(\.text).joined(separator: " ")) }
        words.append("connected \(connects) times, lost and found \(returns) times")
        if let lastGood { words.append("last good \(Int(max(0, lastGood.duration(to: now).inSeconds))) s ago") }
        if isFrozen { words.append("its data do not change") }
        return words.joined(separator: ", ")
    }
}
