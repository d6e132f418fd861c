// SPDX-License-Identifier: Apache-2.0
// The words of an explanation, the same in a mail and in `roost anomaly explain`: what came, what was expected, how
// rare that is. It measures nothing.

extension Explanation.Word {
    /// "the reading against all readings so far: 13.20 °C; usual 4.100 to 6.700 °C; further out than ever"
    public func words(unit: String = "") -> String {
        var text = "\(context): \(MeasuredText.shown(seen, unit: unit))"
        if let usual {
            text += "; usual \(MeasuredText.shown(usual.lowerBound)) to "
            text += MeasuredText.shown(usual.upperBound, unit: unit)
        } else {
            text += "; nothing usual is known yet"
        }
        if isRecord {
            text += "; further out than ever"
        } else if let oneIn {
            text += "; 1 in \(MeasuredText.text(of: oneIn, places: 0)) is as far out"
        }
        return text
    }
}

/// Numbers as texts: always the same octets for the same number, whatever the machine's language settings are.
public enum MeasuredText {
    /// A measured number with four digits that matter, and its unit.
    public static func shown(_ number: Double, unit: String = "") -> String {
        let size = abs(number)
        let tail = unit.isEmpty ? "" : " \(unit)"
        if size >= 1e15 || (size > 0 && size < 1e-4) || !number.isFinite { return "\(number)" + tail }
        let places = size >= 1_000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 6
        return text(of: number, places: places) + tail
    }

    /// A number with so many decimals.
    public static func text(of number: Double, places: Int) -> String {
        guard number.isFinite, abs(number) < 1e15 else { return "\(number)" }
        var factor = 1.0
        for _ in 0..<places { factor *= 10 }
        guard abs(number) < 9e17 / factor else { return "\(number)" }
        let scaled = Int64((abs(number) * factor).rounded(.toNearestOrEven))
        let sign = number < 0 && scaled != 0 ? "-" : ""
        let (whole, part) = (scaled / Int64(factor), String(scaled % Int64(factor)))
        guard places > 0 else { return sign + String(whole) }
        return sign + "\(whole)." + String(repeating: "0", count: places - part.count) + part
    }
}
