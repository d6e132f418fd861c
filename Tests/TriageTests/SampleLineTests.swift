// SPDX-License-Identifier: Apache-2.0
// Lines of a series: what is read, what is refused and where, and that no octets do harm.

import DockModel
import Foundation
import Testing

@testable import Triage

private func lineOf(_ text: String, isFirst: Bool = false) -> SampleLine {
    SampleLine(Array(text.utf8)[...], isFirst: isFirst)
}

struct SampleLineTests {
    @Test(arguments: [
        ("2014-04-01 00:00:00,18.5", 1_396_310_400_000, 18.5),
        ("2014-04-01T02:00:00+02:00,-1e3", 1_396_310_400_000, -1_000),
        ("2014-04-01T00:00:00.250Z, .5 ", 1_396_310_400_250, 0.5), ("1396310400,7", 1_396_310_400_000, 7),
        ("1396310400.5,+7.", 1_396_310_400_500, 7), ("1396310400000,0", 1_396_310_400_000, 0),
        ("\"2014-04-01 00:00\",\"3\"\r", 1_396_310_400_000, 3),
        ("2016-02-29 23:59:60,1", 1_456_790_400_000, 1),
        ("1969-12-31 23:59:59,1", -1_000, 1), ("2014-04-01 00:00:00,0.1", 1_396_310_400_000, 0.1),
        ("2014-04-01 00:00:00,123456789012345678900000000000", 1_396_310_400_000, 1.234567890123456789e29),
        ("2014-04-01,1", 1_396_310_400_000, 1), ("2014/04/01 00:00:00,1", 1_396_310_400_000, 1),
        ("2014-04-01 02:00:00 +0200,1", 1_396_310_400_000, 1), ("2014-04-01 00:00 UTC,1", 1_396_310_400_000, 1),
        ("2014-03-31 24:00:00,1", 1_396_310_400_000, 1), ("1396310400000000,1", 1_396_310_400_000, 1),
        ("1396310400000000000,1", 1_396_310_400_000, 1),
    ])
    func `rows are read`(text: String, milliseconds: Int64, value: Double) {
        #expect(lineOf(text) == .sample(Sample(time: WallTime(milliseconds: milliseconds), value: value)))
    }

    @Test(arguments: ["", "nan", "NaN", " ", "null", "-nan", "inf", "-Infinity", "N/A", "1e999"])
    func `a missing number is a row without a number`(text: String) {
        #expect(
            lineOf("2014-04-01 00:00:00,\(text)")
                == .sample(Sample(time: WallTime(milliseconds: 1_396_310_400_000), value: nil)))
    }

    @Test(arguments: [
        ("2014-13-01 00:00:00,1", 1), ("2014-02-30 00:00:00,1", 1), ("yesterday,1", 1),
        ("2014-04-01 00:00:00,x", 21),
        ("2014-04-01 00:00:00,1,2", 22), ("17", 1), ("", 1), ("2014-04-01 00:00:00,1 2", 21), (",1", 1),
        ("2014-04-01 00:00:00+99:00,1", 1), ("2014-04-01 00:00:0,1", 1), ("2014-04-01 00:00:00,0x10", 21),
        ("2014-04-01 24:30:00,1", 1), ("2014-04/01 00:00:00,1", 1), ("2014-04-01 00:00:00 ,1\r2014-04-01 00:05:00", 23),
        ("2014-04-01 00:00:00 CET,1", 1), ("1e30,1", 1), ("2014-04-1,1", 1), ("2014-04-01 00:00:00,1_000", 21),
    ])
    func `what cannot be read is named with its column`(text: String, column: Int) {
        guard case .unreadable(let because, let at) = lineOf(text) else {
            Issue.record("read: \(text)")
            return
        }
        #expect(at == column)
        #expect(!because.isEmpty)
    }

    @Test func `a header stands only in the first line`() {
        #expect(lineOf("timestamp,value", isFirst: true) == .header)
        #expect(lineOf("\u{FEFF}timestamp,value", isFirst: true) == .header)
        #expect(lineOf("timestamp,value") != .header)
        #expect(lineOf("2014-04-01 00:00:00,x", isFirst: true) != .header)
        #expect(lineOf("timestamp,value,label", isFirst: true) == .header)
        #expect(lineOf("timestamp,", isFirst: true) == .header && lineOf("\"Time\",\"NaN\"", isFirst: true) == .header)
        #expect(lineOf("2014-04-01 00:00:00,1,0", isFirst: true) != .header)
        #expect(lineOf("yesterday,1", isFirst: true) != .header)
        #expect(
            lineOf("\u{FEFF}1,2", isFirst: true)
                == .sample(Sample(time: WallTime(milliseconds: 1_000), value: 2)))
    }

    @Test func `short decimals are read as the standard library reads them`() {
        var random = Dice(seed: 21)
        for _ in 0..<20_000 {
            var text = random.pick(["", "-", "+"])
            for _ in 0..<(1 + random.below(12)) { text += String(random.below(10)) }
            if random.below(2) == 0 {
                text += "." + (0..<random.below(14)).map { _ in String(random.below(10)) }.joined()
            }
            if random.below(5) == 0 { text += "e\(random.below(40) - 20)" }
            #expect(
                DecimalText.number(Array(text.utf8)[...]) == Double(text.hasSuffix(".") ? text + "0" : text),
                "\(text)")
        }
    }

    @Test func `no octets do harm`() {
        var random = Dice(seed: 22)
        let alphabet = Array("0123456789-:.,TZ+e \"\r\u{FEFF}naNé".utf8) + [0, 0xFF, 0x80]
        for _ in 0..<50_000 {
            let octets = (0..<random.below(40)).map { _ in random.pick(alphabet) }
            _ = SampleLine(octets[...], isFirst: random.below(2) == 0)
        }
        let long = [UInt8](repeating: UInt8(ascii: "1"), count: 5_000)
        #expect(
            SampleLine(long[...]) == .unreadable(because: "the line is longer than 1024 octets", column: 1))
    }
}
