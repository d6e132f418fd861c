// SPDX-License-Identifier: Apache-2.0
// What wears in a device, as its profile says: the point that shows the wear, the counter that counts the uses.
// It forecasts nothing; parts.yaml of a site has the last word on lives and lead times.

public import DockModel

/// A part of a device that wears.
public struct ProfilePart: Sendable, Equatable {
    /// Its name in the profile ("cover-motor").
    public var id: String
    /// Its name for people.
    public var name: String
    /// The point whose value moves from `new` to `worn`; nil when only the uses are counted.
    public var measured: PointID?
    /// The value of a new part, in the unit of `measured`.
    public var new: Double?
    /// The value of a worn-out part, in the unit of `measured`.
    public var worn: Double?
    /// The counter of its uses; nil when the device counts none.
    public var counted: PointID?
    /// Uses it usually lives.
    public var life: Double?
    /// Standard deviation of that life, in uses.
    public var spread: Double?

    /// A part from its facts.
    public init(
        id: String, name: String = "", measured: PointID? = nil, new: Double? = nil, worn: Double? = nil,
        counted: PointID? = nil, life: Double? = nil, spread: Double? = nil
    ) {
        self.id = id
        self.name = name
        self.measured = measured
        self.new = new
        self.worn = worn
        self.counted = counted
        self.life = life
        self.spread = spread
    }
}

extension DeviceProfile {
    /// What is wrong with the parts.
    func partProblems() -> [ProfileProblem] {
        var found: [ProfileProblem] = []
        var names: Set<String> = []
        for (index, part) in parts.enumerated() {
            func add(_ key: String, _ text: String) {
                found.append(ProfileProblem(key: "parts[\(index + 1)].\(key)", text: text))
            }
            if part.id.isEmpty { add("id", "the part has no name") }
            if !names.insert(part.id).inserted { add("id", "part \(part.id) is named twice") }
            if part.measured == nil, part.counted == nil {
                add("measured", "part \(part.id) needs a point in measured, in counted or in both")
            }
            for (key, text) in measureFaults(of: part) + lifeFaults(of: part) { add(key, text) }
        }
        return found
    }

    private func measureFaults(of part: ProfilePart) -> [(String, String)] {
        guard let measured = part.measured else {
            return part.new == nil && part.worn == nil
                ? [] : [("measured", "new and worn belong to a measured point")]
        }
        guard let point = point(measured) else { return [("measured", "there is no point \(measured)")] }
        guard point.isQuantity, point.write != .never else {
            return [("measured", "point \(measured) holds no quantity")]
        }
        guard let new = part.new, let worn = part.worn, new.isFinite, worn.isFinite, new != worn else {
            return [("worn", "part \(part.id) needs two different numbers in new and worn")]
        }
        guard let range = point.range else { return [] }
        return [("new", new), ("worn", worn)].filter { !range.contains($0.1) }.map {
            ($0.0, "\($0.1) is outside the range of point \(measured), so it could never be seen")
        }
    }

    private func lifeFaults(of part: ProfilePart) -> [(String, String)] {
        var found: [(String, String)] = []
        if let counted = part.counted {
            if let point = point(counted) {
                if !point.counter { found.append(("counted", "point \(counted) is no counter")) }
            } else {
                found.append(("counted", "there is no point \(counted)"))
            }
        }
        if let life = part.life, !(life.isFinite && life > 0) { found.append(("life", "must be above 0")) }
        if let spread = part.spread, !(spread.isFinite && spread >= 0) {
            found.append(("spread", "must be 0 or more"))
        }
        if part.spread != nil, part.life == nil { found.append(("spread", "needs a life beside it")) }
        return found
    }
}

extension PointProfile {
    /// Whether the value is an amount that can be compared with bounds: no bit, no text, no named state.
    public var isQuantity: Bool {
        switch type {
        case .bool, .string, .bits16, .bits32: false
        case .u16, .s16, .u32, .s32, .f32, .u64, .bcd16: enumeration.isEmpty && bits.isEmpty
        }
    }
}
