// SPDX-License-Identifier: Apache-2.0
// Why a notice about a part is sent, in the language of its reader. It adds no reason; the English words are the
// model's own.

internal import Foundation
internal import Settings
internal import Wear

extension NoticeReason {
    /// The fact in a language.
    func words(in language: MailLanguage) -> String {
        switch language {
        case .english: description
        case .german: german
        }
    }

    private var german: String {
        switch self {
        case .earlyEndWithinLead(let p10, let lead, let order):
            "1 von 10 solchen Teilen endet innerhalb von \(Self.days(p10)); "
                + "ein neues kommt nach \(Self.days(lead + order)) "
                + "(zum Bestellen \(Self.span(order)), Lieferung \(Self.span(lead)))"
        case .likelyEndWithinLead(let p50, let lead):
            "eher als nicht endet es innerhalb von \(Self.days(p50)); die Lieferung braucht \(Self.span(lead))"
        case .mayFailWithinDays(let p10, let days):
            "1 von 10 solchen Teilen endet innerhalb von \(Self.days(p10)), Grenze \(Self.span(days))"
        case .measureAtEnd(let value, let limit, let unit, let rows):
            "gemessen \(Self.amount(value, unit)), Ende der Lebensdauer \(Self.amount(limit, unit)), "
                + "\(rows)-mal in Folge"
        case .countAtLimit(let use, let limit, let unit):
            "\(Self.amount(use, unit)) gezählt, Grenze \(Self.amount(limit, unit))"
        case .outlookImproved(let p10, let lead):
            "9 von 10 solchen Teilen halten \(Self.span(p10)) oder länger, "
                + "mehr als die doppelte Lieferzeit von \(Self.days(lead))"
        case .lessWearThanBefore(let value, let unit, let rows):
            "gemessen \(Self.amount(value, unit)), viel besser als zuvor, \(rows)-mal in Folge"
        }
    }

    /// "3 Tagen", behind "innerhalb von" and "nach".
    private static func days(_ value: Double) -> String {
        let whole = whole(value)
        return whole == 1 ? "einem Tag" : "\(whole) Tagen"
    }

    /// "3 Tage".
    private static func span(_ value: Double) -> String {
        let whole = whole(value)
        return whole == 1 ? "1 Tag" : "\(whole) Tage"
    }

    private static func whole(_ value: Double) -> Int64 { value.isFinite ? Int64(min(max(value, 0), 1e12)) : 0 }

    private static func amount(_ value: Double, _ unit: String) -> String {
        let text = abs(value) < 100 ? String(format: "%.2f", value) : String(format: "%.0f", value)
        return text.replacingOccurrences(of: ".", with: ",") + (unit.isEmpty || unit == "1" ? "" : " \(unit)")
    }
}
