// SPDX-License-Identifier: Apache-2.0
// Reads a state that another version of Roost wrote: what it lacks has the value of a fresh state, and what is not
// understood, as a phase that this version does not know, is left out alone and said. Nothing else is lost.

internal import DockModel
internal import Foundation
internal import RoostCore
internal import Wear

/// A state that was read, and what of it was not understood.
struct DecodedState {
    var state: DockState
    /// Places of the stored state that were left out, as "run.gates.3.gate".
    var dropped: [String]
}

extension StateCoding {
    /// Members without which octets are no state.
    private static let essentials = ["phase", "nextOrder", "taken"]
    /// Most places left out of one state; beyond it the state is not one of ours.
    static let mostDropped = 100

    /// The state of some octets, with the fields of `fresh` where they hold none.
    /// - Throws: when they are no JSON object, or hold next to nothing of a state.
    static func decodeState(_ octets: [UInt8], fresh: DockState) throws -> DecodedState {
        guard let stored = JSONText(octets), essentials.allSatisfy({ stored[JSONText.written($0)] != nil }),
            let defaults = JSONText(try encode(fresh)),
            let sample = JSONText(try encode(sampleState(like: fresh)))
        else {
            // Says what is missing, or where the text is broken.
            return DecodedState(state: try decode(DockState.self, from: octets), dropped: [])
        }
        var tree = stored.filled(from: defaults, sample: sample)
        var dropped: [String] = []
        while true {
            do {
                var state = try decode(DockState.self, from: tree.octets)
                if state.lockOut == nil, dropped.contains(where: { $0.hasPrefix("lockOut") }) {
                    // Who locked the dock out is not understood; that somebody did is.
                    state.lockOut = unreadableLockOut(at: fresh)
                }
                return DecodedState(state: state, dropped: dropped)
            } catch let error as DecodingError {
                guard dropped.count < mostDropped, let path = error.path,
                    let place = tree.drop(path, defaults: defaults)
                else { throw error }
                dropped.append(place)
            }
        }
    }

    private static func unreadableLockOut(at fresh: DockState) -> LockOut? {
        let reason = "a lock-out by another version of Roost"
        let since = fresh.tally.begun ?? WallTime(milliseconds: 0)
        // Both have the same members; one that does not encode and decode would be a mistake that the tests find.
        let octets = try? encode(UnreadableLockOut(cause: .operatorOrder, reason: reason, since: since))
        // As above.
        return octets.flatMap { try? decode(LockOut.self, from: $0) }
    }

    private struct UnreadableLockOut: Encodable {
        var cause: LockOutCause
        var reason: String
        var since: WallTime
    }

    /// A state that holds one of each thing which a fresh one does not: a pattern of what their members are.
    private static func sampleState(like fresh: DockState) -> DockState {
        var state = fresh
        let time = WallTime(milliseconds: 0)
        let mission = DueMission(id: "", schedule: ScheduleID(""), plan: "", due: time, latest: time)
        state.run = MissionRun(mission: mission, begun: time)
        state.waiting = [mission]
        state.incidents = ["": Incident(kind: .deviceLost, detail: "", opened: time, number: 0)]
        state.outbox = OutboxFacts(created: 0, queued: 0, sent: 0, failed: 0)
        return state
    }
}

extension JSONText {
    /// The tree with the members that it lacks taken from a fresh value, and within things that a fresh value does not
    /// hold from a sample of them.
    fileprivate func filled(from defaults: JSONText?, sample: JSONText?) -> JSONText {
        switch self {
        case .scalar: return self
        case .array(let items):
            guard case .array(let samples)? = sample, samples.count == 1 else { return self }
            return .array(items.map { $0.filled(from: nil, sample: samples[0]) })
        case .object(let members):
            // A sample with a nameless member is one of a dictionary: it stands for every member.
            let any = sample?[Self.written("")]
            var filled = members.map { name, value in
                (name: name, value: value.filled(from: defaults?[name], sample: sample?[name] ?? any))
            }
            let present = Set(members.map(\.name))
            let pattern = defaults ?? (any == nil ? sample : nil)
            if case .object(let known)? = pattern {
                filled += known.filter { !present.contains($0.name) }
            }
            return .object(filled)
        }
    }

    /// Replaces what a path leads to by the fresh value's, or leaves it out together with the least around it that can
    /// be left out; answers the place, or nil when nothing could be done.
    fileprivate mutating func drop(_ path: [any CodingKey], defaults: JSONText) -> String? {
        for length in stride(from: path.count, through: 1, by: -1) {
            let part = Array(path.prefix(length))
            guard drop(part[...], defaults: defaults, isInPairs: false) else { continue }
            return part.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        }
        return nil
    }

    /// Whether something changed.
    private mutating func drop(_ path: ArraySlice<any CodingKey>, defaults: JSONText?, isInPairs: Bool) -> Bool {
        guard let key = path.first else { return false }
        let rest = path.dropFirst()
        if case .array(var items) = self, let index = key.intValue, items.indices.contains(index) {
            if !rest.isEmpty {
                guard items[index].drop(rest, defaults: nil, isInPairs: false) else { return false }
            } else if isInPairs {
                let first = index - index % 2
                items.removeSubrange(first..<min(first + 2, items.count))
            } else {
                items.remove(at: index)
            }
            self = .array(items)
            return true
        }
        let name = Self.written(key.stringValue)
        guard var value = self[name] else { return false }
        let fresh = defaults?[name]
        if rest.isEmpty {
            // The fresh value itself cannot be what was not understood.
            if value == fresh { return false }
            self[name] = fresh
            return true
        }
        guard value.drop(rest, defaults: fresh, isInPairs: StateCoding.dictionaries.contains(key.stringValue)) else {
            return false
        }
        self[name] = value
        return true
    }
}

extension DecodingError {
    /// Where it happened; the missing member itself for one that is not there.
    fileprivate var path: [any CodingKey]? {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            context.codingPath
        case .keyNotFound(let key, let context): context.codingPath + [key]
        @unknown default: nil
        }
    }
}
