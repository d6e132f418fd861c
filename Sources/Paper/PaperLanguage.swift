// SPDX-License-Identifier: Apache-2.0
// The languages of the pages: their decimal sign and their names of months.
// Units and part names are never translated.

import DockModel

/// A language of the pages.
public enum PaperLanguage: String, Sendable, Hashable, Codable, CaseIterable {
    /// English.
    case english = "en"
    /// German.
    case german = "de"

    /// What stands between the ones and the tenths.
    var decimalSign: String { self == .german ? "," : "." }

    /// The short name of a month, 1 to 12.
    func shortMonth(_ number: Int) -> String {
        let months =
            switch self {
            case .english:
                ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
            case .german:
                ["Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"]
            }
        return months[min(max(number, 1), 12) - 1]
    }

    /// Day and month: "3 Mar", "3. Mär".
    func day(_ date: CivilDate) -> String {
        "\(date.day)\(self == .german ? "." : "") \(shortMonth(date.month))"
    }
}
