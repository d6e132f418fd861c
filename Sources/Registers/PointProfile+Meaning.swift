// SPDX-License-Identifier: Apache-2.0
// The names a profile gives to raw values and bits, for people.
// It judges nothing: an unnamed value is named by nobody.

extension PointProfile {
    /// What a raw number is called: the name of a state, or the names of all bits that are set and of all runs of bits;
    /// nil when the profile names nothing, or not this value.
    public func meaning(ofRaw raw: UInt64) -> String? {
        if !enumeration.isEmpty { return enumeration[signed(raw)] }
        guard !bits.isEmpty else { return nil }
        let names = bits.compactMap { $0.meaning(in: raw) }
        return names.isEmpty ? "none" : names.joined(separator: ", ")
    }

    /// The raw number as the keys of an enumeration count.
    private func signed(_ raw: UInt64) -> Int {
        switch type {
        case .s16: Int(Int16(truncatingIfNeeded: raw))
        case .s32: Int(Int32(truncatingIfNeeded: raw))
        case .u16, .u32, .u64, .bits16, .bits32, .bool, .f32, .string, .bcd16: Int(truncatingIfNeeded: raw)
        }
    }
}

extension BitField {
    /// What the field says in a raw number: its name when a single bit is set, the name of a run's value.
    func meaning(in raw: UInt64) -> String? {
        guard first >= 0, first <= last, last < 64 else { return nil }
        let width = UInt64(last - first + 1)
        let value = raw >> UInt64(first) & (width == 64 ? .max : 1 << width - 1)
        if first == last { return value == 1 ? text : nil }
        return names[value] ?? "\(first)-\(last) = \(value)"
    }

    /// The names of a run's values, from "0 normal 1 over-volt 2 under-volt".
    private var names: [UInt64: String] {
        var names: [UInt64: String] = [:]
        var open: UInt64?
        for word in text.split(separator: " ") {
            if let value = UInt64(word) {
                open = value
            } else if let value = open {
                names[value] = names[value].map { "\($0) \(word)" } ?? String(word)
            }
        }
        return names
    }
}
