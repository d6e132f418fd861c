// SPDX-License-Identifier: Apache-2.0
// One simulated run as it is kept in a file: what happened in it, and the rule that it broke when it was found. A file
// of another version is refused by name; one that tells of impossible things never runs.

/// One kept run; in a file it is JSON.
public struct ReplayFile: Sendable, Codable, Equatable {
    /// The version that this program writes and reads.
    public static let currentVersion = 1
    /// Longest run, a hundred years.
    public static let mostDays = 36_500.0
    /// Most happenings of a run.
    public static let mostHappenings = 1_000_000

    /// The version of the file's form.
    public var version: Int
    /// The run.
    public var script: SimulationScript
    /// What it broke when it was found; nil for a run that is kept for another reason.
    public var violation: Violation?

    /// A run to keep.
    public init(script: SimulationScript, violation: Violation?) {
        version = Self.currentVersion
        self.script = script
        self.violation = violation
    }

    /// Reads the version first: a file of another version need not look like this one in anything else.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        version = try values.decode(Int.self, forKey: .version)
        guard version == Self.currentVersion else { throw ReplayFileError.unknownVersion(version) }
        script = try values.decode(SimulationScript.self, forKey: .script)
        violation = try values.decodeIfPresent(Violation.self, forKey: .violation)
        if let problem = script.problem { throw ReplayFileError.impossible(problem) }
        script.happenings.sort { $0.at < $1.at }
    }
}

/// Why a replay file cannot be used.
public enum ReplayFileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Written by another version of this program.
    case unknownVersion(Int)
    /// It tells of something that cannot happen.
    case impossible(String)
    /// It is no JSON, or not the JSON of a replay file; the text says where.
    case unreadable(String)

    /// What is wrong and what to do, for a person.
    public var description: String {
        switch self {
        case .unknownVersion(let version):
            "the replay file is of version \(version), this program reads version \(ReplayFile.currentVersion): "
                + "replay it with the program that wrote it"
        case .impossible(let problem): "the replay file cannot be run: \(problem)"
        case .unreadable(let problem): "this is no replay file: \(problem)"
        }
    }
}

extension SimulationScript {
    /// The first thing in this script that cannot be run; nil for a script that can.
    public var problem: String? {
        guard days > 0, days <= ReplayFile.mostDays else {
            return "days is \(days), not above 0 and at most \(Int(ReplayFile.mostDays))"
        }
        guard happenings.count <= ReplayFile.mostHappenings else {
            return "\(happenings.count) happenings, at most \(ReplayFile.mostHappenings)"
        }
        for (index, happening) in happenings.enumerated() {
            if let problem = happening.problem { return "happening \(index + 1): \(problem)" }
        }
        return nil
    }
}

extension Happening {
    fileprivate var problem: String? {
        let end = ReplayFile.mostDays * 86_400
        func isTime(_ seconds: Double) -> Bool { seconds >= 0 && seconds <= end }
        guard isTime(at) else { return "at is \(at), not a time from 0 on" }
        switch kind {
        case .mission(let window): return isTime(window) ? nil : "window is \(window), not a time from 0 on"
        case .fault(_, let lasts, let strength):
            guard isTime(lasts) else { return "lasts is \(lasts), not a time from 0 on" }
            return strength >= 0 && strength <= 1 ? nil : "strength is \(strength), not between 0 and 1"
        case .operatorSays: return nil
        }
    }
}
