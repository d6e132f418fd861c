// SPDX-License-Identifier: Apache-2.0
// What a parameter of the vehicle must be before it is launched, and how far it is from that. The recommended lists
// leave no failsafe at "do nothing"; where each number comes from stands in docs/vehicle.md.

/// What one parameter must be.
public struct ParameterRequirement: Sendable, Equatable {
    /// The parameter.
    public var name: String
    /// The least value allowed; nil for no bound.
    public var least: Double?
    /// The greatest value allowed; nil for no bound. Equal to `least` where one value is wanted.
    public var most: Double?
    /// Why, in words for people; may be empty.
    public var reason: String
    /// Whether a vehicle that does not have the parameter is good enough (names change between versions).
    public var isOptional: Bool

    /// A requirement of at least one bound.
    public init(
        _ name: String, least: Double?, most: Double?, reason: String = "", isOptional: Bool = false
    ) {
        self.name = name
        self.least = least
        self.most = most
        self.reason = reason
        self.isOptional = isOptional
    }

    /// A requirement of one value.
    public init(_ name: String, _ value: Double, reason: String = "", isOptional: Bool = false) {
        self.init(name, least: value, most: value, reason: reason, isOptional: isOptional)
    }

    /// What is wanted, in words: "2", "20 to 120", "at least 1".
    public var wanted: String {
        switch (least, most) {
        case (let least?, let most?) where least == most: Self.text(least)
        case (let least?, let most?): "\(Self.text(least)) to \(Self.text(most))"
        case (let least?, nil): "at least \(Self.text(least))"
        case (nil, let most?): "at most \(Self.text(most))"
        case (nil, nil): "anything"
        }
    }

    /// What is wrong with the value that a vehicle holds (nil: it has no such parameter); nil when nothing is.
    public func difference(to held: ParameterValue?) -> ParameterDifference? {
        guard let held else { return isOptional ? nil : ParameterDifference(requirement: self, held: nil) }
        if let least, !held.isAtLeast(least) { return ParameterDifference(requirement: self, held: held) }
        if let most, !held.isAtMost(most) { return ParameterDifference(requirement: self, held: held) }
        guard held.number?.isNaN == false else { return ParameterDifference(requirement: self, held: held) }
        return nil
    }

    private static func text(_ number: Double) -> String {
        Int64(exactly: number).map { "\($0)" } ?? "\(number)"
    }
}

/// A parameter that is not what it must be.
public struct ParameterDifference: Sendable, Equatable, CustomStringConvertible {
    /// What it must be.
    public var requirement: ParameterRequirement
    /// What the vehicle holds; nil when it has no such parameter.
    public var held: ParameterValue?

    /// One line: the parameter, its value, the wanted value and why.
    public var description: String {
        let reason = requirement.reason.isEmpty ? "" : " (\(requirement.reason))"
        guard let held else {
            return "the vehicle has no parameter \(requirement.name), wanted \(requirement.wanted)\(reason)"
        }
        return "parameter \(requirement.name) is \(held.text), wanted \(requirement.wanted)\(reason)"
    }
}

extension ParameterRequirement {
    /// What a dock's vehicle of this family should hold; empty for families that are not flown.
    public static func recommended(for autopilot: Autopilot) -> [ParameterRequirement] {
        switch autopilot {
        case .px4: px4
        case .ardupilot: arduPilot
        case .other: []
        }
    }

    private static let px4: [ParameterRequirement] = [
        ParameterRequirement(
            "NAV_DLL_ACT", least: 2, most: 3, reason: "return or land when the link is lost"),
        ParameterRequirement(
            "NAV_RCL_ACT", least: 2, most: 3, reason: "return or land when the remote control is lost"),
        ParameterRequirement(
            "COM_OBL_RC_ACT", least: 3, most: 4, reason: "return or land when offboard control is lost"),
        ParameterRequirement(
            "COM_LOW_BAT_ACT", least: 2, most: 3,
            reason: "return or land at a critical battery, not warn only"),
        ParameterRequirement("GF_ACTION", least: 2, most: 5, reason: "act on a fence breach, not warn only"),
        ParameterRequirement("RTL_RETURN_ALT", least: 20, most: 120, reason: "m above home on the way back"),
        ParameterRequirement("SDLOG_MODE", least: 0, most: 2, reason: "a log of every flight"),
    ]

    private static let arduPilot: [ParameterRequirement] = [
        ParameterRequirement("FS_GCS_ENABLE", least: 1, most: 7, reason: "act when the link is lost"),
        ParameterRequirement("FENCE_ENABLE", 1, reason: "the fence is watched"),
        ParameterRequirement(
            "FENCE_ACTION", least: 1, most: 5, reason: "act on a fence breach, not report only"),
        ParameterRequirement("BATT_FS_LOW_ACT", least: 1, most: 4, reason: "return or land at a low battery"),
        ParameterRequirement(
            "FS_EKF_ACTION", least: 1, most: 3, reason: "act when the position estimate fails"),
        ParameterRequirement(
            "RTL_ALT", least: 2_000, most: 12_000, reason: "cm above home on the way back", isOptional: true),
        ParameterRequirement(
            "RTL_ALT_M", least: 20, most: 120, reason: "m above home on the way back", isOptional: true),
        ParameterRequirement("ARMING_CHECK", 1, reason: "every check before arming", isOptional: true),
        ParameterRequirement(
            "ARMING_SKIPCHK", 0, reason: "no check before arming is skipped", isOptional: true),
        ParameterRequirement("LOG_BACKEND_TYPE", least: 1, most: 7, reason: "a log of every flight"),
        ParameterRequirement("LOG_DISARMED", 0, reason: "one log for one flight"),
    ]
}
