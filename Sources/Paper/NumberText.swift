// SPDX-License-Identifier: Apache-2.0
// Numbers as a page shows them: a fixed count of decimals, the decimal sign of the language, no grouping. It never
// shows a number that is not finite.

/// Numbers as text.
enum NumberText {
    /// The largest number that is shown; beyond it a figure is taken for no figure.
    static let largest = 1e12

    /// Whether a number can be shown and drawn.
    static func isShown(_ value: Double) -> Bool { value.isFinite && abs(value) <= largest }

    /// The number with so many decimals, at most six; nil when it is none that can be shown.
    static func text(_ value: Double, decimals: Int, language: PaperLanguage = .english) -> String? {
        guard isShown(value) else { return nil }
        let places = min(max(decimals, 0), 6)
        let scale = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000][places]
        let scaled = Int((abs(value) * Double(scale)).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard places > 0 else { return "\(sign)\(scaled)" }
        let part = String(scaled % scale)
        let zeros = String(repeating: "0", count: places - part.utf8.count)
        return "\(sign)\(scaled / scale)\(language.decimalSign)\(zeros)\(part)"
    }

    /// The number with about three digits that mean something.
    static func short(_ value: Double, language: PaperLanguage = .english) -> String? {
        guard isShown(value) else { return nil }
        let size = abs(value)
        let decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.01 || size == 0 ? 3 : 6
        guard var text = text(value, decimals: decimals, language: language) else { return nil }
        if text.contains(language.decimalSign) {
            while text.hasSuffix("0") { text.removeLast() }
            if text.hasSuffix(language.decimalSign) { text.removeLast(language.decimalSign.count) }
        }
        return text
    }
}
