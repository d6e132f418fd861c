// SPDX-License-Identifier: Apache-2.0
// What one look of `roost doctor` comes to: a result, the value that was found, and what to do next. A verdict that is
// not well always says what to do; one that was not looked at says why.

import DockModel
import Store

/// How one look ended.
enum DoctorResult: String, Encodable, CaseIterable {
    case ok
    /// The dock works; somebody should look at it soon.
    case warning
    /// The dock does not work as it should, or will not for long.
    case fault
    /// It could not be looked at here and now.
    case notTested = "not tested"

    /// Whether a person should look.
    var isFinding: Bool { self == .warning || self == .fault }
}

/// What one look comes to.
struct Verdict: Equatable {
    var result: DoctorResult
    /// The value that was found, with its unit.
    var evidence: String
    /// What to do next; nil when nothing is to be done.
    var remedy: String?

    static func ok(_ evidence: String) -> Verdict { Verdict(result: .ok, evidence: evidence) }

    static func warning(_ evidence: String, _ remedy: String) -> Verdict {
        Verdict(result: .warning, evidence: evidence, remedy: remedy)
    }

    static func fault(_ evidence: String, _ remedy: String) -> Verdict {
        Verdict(result: .fault, evidence: evidence, remedy: remedy)
    }

    static func notTested(_ evidence: String, _ remedy: String? = nil) -> Verdict {
        Verdict(result: .notTested, evidence: evidence, remedy: remedy)
    }
}

/// One line of the report.
struct DoctorFinding: Encodable, Equatable {
    /// The check's name, which never changes.
    var id: String
    /// What was looked at, where a check looks at several things: a device, a file.
    var subject: String?
    /// What the check asks.
    var title: String
    var result: DoctorResult
    var evidence: String
    var remedy: String?
}

/// Sizes and spans as a report writes them.
enum DoctorText {
    /// "3.2 GB": powers of ten.
    static func octets(_ count: Int64) -> String { OctetCount.text(count) }

    /// "12.4 %".
    static func percent(_ part: Int64, of all: Int64) -> String {
        all > 0 ? "\(tenths(Double(part) / Double(all) * 100)) %" : "0 %"
    }

    /// "45 s", "12 min", "3.5 h", "9 days": no unit finer than what counts.
    static func span(_ span: Duration) -> String {
        let seconds = span.inSeconds
        switch abs(seconds) {
        case ..<120: return "\(Int(seconds.rounded())) s"
        case ..<7_200: return "\(Int((seconds / 60).rounded())) min"
        case ..<172_800: return "\(tenths(seconds / 3_600)) h"
        default: return "\(Int((seconds / 86_400).rounded())) days"
        }
    }

    /// One digit behind the point, none when it is zero.
    static func tenths(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
        let rounded = (value * 10).rounded() / 10
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }

    /// "1 part", "3 parts".
    static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(number) \(number == 1 ? one : many ?? one + "s")"
    }

    /// The first of a list and how many more there are: "a, b and 3 more".
    static func list(_ all: [String], most: Int = 3) -> String {
        let shown = all.prefix(most).joined(separator: ", ")
        return all.count > most ? "\(shown) and \(all.count - most) more" : shown
    }
}
