// SPDX-License-Identifier: Apache-2.0
// What happens in a simulated run, in words for a person. It decides nothing, and the same happening is always told
// the same way.

extension Happening {
    /// The happening as one line: "day 2 04:05:06.5  cover jammed for 2 min (strength 0.25)".
    public var words: String { "\(VirtualTime.text(at))  \(kind.words)" }
}

extension Happening.Kind {
    /// What happens, without its time.
    public var words: String {
        switch self {
        case .mission(let window): "a mission falls due, to start within \(VirtualTime.length(window))"
        case .fault(let fault, let lasts, let strength):
            "fault: \(VirtualTime.spaced(fault.rawValue)) for \(VirtualTime.length(lasts)), "
                + "strength \(VirtualTime.plain(strength, places: 2))"
        case .operatorSays(let word): "a person: \(VirtualTime.spaced("\(word)"))"
        }
    }
}

/// Times and names of the simulated world as text.
public enum VirtualTime {
    /// A second of virtual time as day, hour, minute and second: "day 1 00:02:30.5".
    public static func text(_ seconds: Double) -> String {
        let tenths = Int((min(max(seconds, 0), 1e12) * 10).rounded(.down))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let whole = tenths / 10
        let clock = "\(two(whole / 3_600 % 24)):\(two(whole / 60 % 60)):\(two(whole % 60))"
        return "day \(whole / 86_400 + 1) \(clock).\(tenths % 10)"
    }

    /// A length of time in the unit that suits it: "40 s", "2.5 min", "3 h", "12 days".
    public static func length(_ seconds: Double) -> String {
        let size = min(max(seconds, 0), 1e12)
        if size < 120 { return "\(plain(size, places: 1)) s" }
        if size < 7_200 { return "\(plain(size / 60, places: 1)) min" }
        if size < 172_800 { return "\(plain(size / 3_600, places: 1)) h" }
        return "\(plain(size / 86_400, places: 1)) days"
    }

    /// A number with at most so many decimal places, at most 3, and none that is 0.
    static func plain(_ number: Double, places: Int) -> String {
        guard number.isFinite, abs(number) < 1e12 else { return "\(number)" }
        var factor = 1.0
        for _ in 0..<min(places, 3) { factor *= 10 }
        let rounded = (number * factor).rounded() / factor
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }

    /// A name of several words with spaces between them: "coverJammed" becomes "cover jammed", "modbusCRC" becomes
    /// "modbus CRC", "clockAt1970" becomes "clock at 1970".
    static func spaced(_ name: String) -> String {
        let letters = Array(name)
        var words: [String] = []
        for (index, letter) in letters.enumerated() {
            guard index > 0 else {
                words.append(String(letter))
                continue
            }
            let (former, next) = (letters[index - 1], index + 1 < letters.count ? letters[index + 1] : nil)
            let isEdge =
                letter.isNumber
                ? !former.isNumber
                : letter.isUppercase && (next?.isLowercase == true || (!former.isUppercase && next != nil))
            if isEdge { words.append("") }
            words[words.count - 1].append(letter)
        }
        return words.map { $0.filter(\.isUppercase).count > 1 ? $0 : $0.lowercased() }.joined(separator: " ")
    }
}
