// SPDX-License-Identifier: Apache-2.0
// What a reader concludes from the signs of life in a mailbox, and from those that are missing: gaps, forgeries,
// replays, a number used twice, silence. It reads no clock and no file; only what is signed counts as life.

public import DockModel

/// One sign of life as it was found.
public struct HeartbeatSight: Sendable, Equatable {
    /// What was read.
    public var reading: HeartbeatReading
    /// Where: the file, or the mail's place in it.
    public var place: String
    /// When it came into the mailbox; nil when the mailbox does not say.
    public var arrived: WallTime?

    /// A sight.
    public init(_ reading: HeartbeatReading, place: String, arrived: WallTime? = nil) {
        self.reading = reading
        self.place = place
        self.arrived = arrived
    }
}

/// Something a reader should know.
public struct HeartbeatFinding: Sendable, Equatable, Codable {
    /// What it is.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// The next sign of life is overdue.
        case overdue
        /// There is none at all.
        case none
        /// Numbers are missing that were not superseded: mails were lost.
        case gap
        /// The signature is wrong: another key, or altered on the way.
        case badSignature = "bad-signature"
        /// It cannot be read.
        case malformed
        /// One that was seen before came again.
        case replay
        /// Two different ones bear the same number.
        case repeatedNumber = "repeated-number"
        /// It was made in the reader's future.
        case future
        /// Numbers are missing because the dock replaced them before a server took them.
        case superseded
        /// The dock was not heard for longer than it had said, and was heard again.
        case silence
        /// The dock's numbers began anew: it lost its store.
        case newEpoch = "new-epoch"

        /// Whether somebody must look.
        public var isAlarm: Bool {
            switch self {
            case .overdue, .none, .gap, .badSignature, .malformed, .replay, .repeatedNumber, .future: true
            case .superseded, .silence, .newEpoch: false
            }
        }
    }

    /// What it is.
    public var kind: Kind
    /// The dock; empty when it is not known.
    public var dock: String
    /// The number it is about; nil when it is about none.
    public var sequence: Int64?
    /// When it was, by the dock's clock, or by the mailbox's.
    public var at: WallTime?
    /// In words.
    public var text: String
    /// Where it was found.
    public var place: String

    /// A finding.
    public init(
        kind: Kind, dock: String, sequence: Int64? = nil, at: WallTime? = nil, text: String, place: String
    ) {
        self.kind = kind
        self.dock = dock
        self.sequence = sequence
        self.at = at
        self.text = text
        self.place = place
    }
}

/// What a reader knows of one dock.
public struct HeartbeatState: Sendable, Equatable, Codable {
    /// The newest sign of life.
    public var newest: HeartbeatNote
    /// By when the next must be here, with the time that mail may take.
    public var due: WallTime
    /// Whether it is later than that.
    public var isOverdue: Bool
    /// Signs of life that count.
    public var count: Int
}

/// The reader's rules.
public struct HeartbeatWatch: Sendable {
    /// How long a mail may take, in seconds.
    public var grace: Double
    /// How far the clocks may differ, in seconds.
    public var clockError: Double

    /// The rules: a mail may take ten minutes and clocks may differ by two.
    public init(grace: Double = 600, clockError: Double = 120) {
        self.grace = grace
        self.clockError = clockError
    }

    /// What follows from all sights, whatever their order; `docks` are those that must be heard.
    public func judge(_ sights: [HeartbeatSight], docks: [String] = [], now: WallTime)
        -> (states: [HeartbeatState], findings: [HeartbeatFinding])
    {
        var findings: [HeartbeatFinding] = []
        var byDock: [String: [(note: HeartbeatNote, code: String, sight: HeartbeatSight)]] = [:]
        for sight in sights {
            switch sight.reading {
            case .none: continue
            case .malformed(let why):
                findings.append(finding(.malformed, "", nil, sight.arrived, why, sight.place))
            case .note(let note, isSigned: false, _):
                findings.append(
                    finding(
                        .badSignature, note.dock, note.sequence, sight.arrived ?? note.sent,
                        "the signature does not belong to this text and key", sight.place))
            case .note(let note, isSigned: true, let code):
                byDock[note.dock, default: []].append((note, code, sight))
            }
        }
        var states: [HeartbeatState] = []
        for dock in Set(byDock.keys).union(docks).sorted() {
            guard let heard = byDock[dock], !heard.isEmpty else {
                findings.append(finding(.none, dock, nil, nil, "no signed sign of life of this dock", ""))
                continue
            }
            let single = once(heard, &findings)
            compare(single, &findings)
            guard let newest = single.last?.note else { continue }
            let due = dueTime(newest, arrived: single.last?.sight.arrived)
            let state = HeartbeatState(newest: newest, due: due, isOverdue: now > due, count: single.count)
            if state.isOverdue {
                findings.append(
                    finding(
                        .overdue, dock, newest.sequence, due,
                        "number \(newest.sequence) said the next comes by \(UTCText.text(newest.next)); none came",
                        single.last?.sight.place ?? ""))
            }
            if newest.isClockTrusted, FilterStage.seconds(now, newest.sent) > clockError {
                findings.append(
                    finding(
                        .future, dock, newest.sequence, newest.sent,
                        "made \(Int(FilterStage.seconds(now, newest.sent))) s in the future of this clock",
                        single.last?.sight.place ?? ""))
            }
            states.append(state)
        }
        return (states, findings)
    }

    /// By when the next must be here. A dock that doubted its clock is measured by the mailbox's.
    private func dueTime(_ note: HeartbeatNote, arrived: WallTime?) -> WallTime {
        let promised = note.next.later(bySeconds: grace)
        guard !note.isClockTrusted, let arrived else { return promised }
        return arrived.later(bySeconds: FilterStage.seconds(note.sent, note.next) + grace)
    }

    private typealias Heard = (note: HeartbeatNote, code: String, sight: HeartbeatSight)

    /// Each number once, in order; what comes again is a replay, and two different ones of a number are told.
    private func once(_ heard: [Heard], _ findings: inout [HeartbeatFinding]) -> [Heard] {
        let ordered = heard.sorted {
            ($0.note.epoch, $0.note.sequence, $0.sight.arrived?.milliseconds ?? 0, $0.sight.place)
                < ($1.note.epoch, $1.note.sequence, $1.sight.arrived?.milliseconds ?? 0, $1.sight.place)
        }
        var single: [Heard] = []
        for item in ordered {
            guard let last = single.last, last.note.epoch == item.note.epoch,
                last.note.sequence == item.note.sequence
            else {
                single.append(item)
                continue
            }
            let isSame = last.code == item.code
            findings.append(
                finding(
                    isSame ? .replay : .repeatedNumber, item.note.dock, item.note.sequence,
                    item.sight.arrived ?? item.note.sent,
                    isSame
                        ? "the same as \(last.sight.place), again"
                        : "another one than \(last.sight.place), with its number",
                    item.sight.place))
        }
        return single
    }

    private func compare(_ heard: [Heard], _ findings: inout [HeartbeatFinding]) {
        for (before, after) in zip(heard, heard.dropFirst()) {
            let (old, new) = (before.note, after.note)
            if old.epoch != new.epoch {
                findings.append(
                    finding(
                        .newEpoch, new.dock, new.sequence, new.sent, "its numbers begin anew",
                        after.sight.place))
            } else if new.sequence > old.sequence + 1 {
                tellGap(old, new, after.sight.place, &findings)
            }
            let late = FilterStage.seconds(old.next, new.sent)
            if old.isClockTrusted, new.isClockTrusted, late > grace {
                findings.append(
                    finding(
                        .silence, new.dock, new.sequence, new.sent,
                        "made \(Int(late)) s after number \(old.sequence) had promised it", after.sight.place)
                )
            }
        }
    }

    private func tellGap(
        _ old: HeartbeatNote, _ new: HeartbeatNote, _ place: String, _ findings: inout [HeartbeatFinding]
    ) {
        let missing = new.sequence - old.sequence - 1
        let (told, isOver) = new.superseded.subtractingReportingOverflow(old.superseded)
        let explained = Swift.min(missing, isOver ? 0 : Int64(Swift.max(0, told)))
        let which =
            missing == 1 ? "number \(old.sequence + 1)" : "numbers \(old.sequence + 1) to \(new.sequence - 1)"
        if explained > 0 {
            findings.append(
                finding(
                    .superseded, new.dock, new.sequence, new.sent,
                    "\(which): \(explained) of \(missing) were replaced by newer ones before a server took them",
                    place))
        }
        guard explained < missing else { return }
        findings.append(
            finding(
                .gap, new.dock, new.sequence, new.sent,
                "\(which) did not come: \(missing - explained) of \(missing) were sent and lost", place))
    }

    private func finding(
        _ kind: HeartbeatFinding.Kind, _ dock: String, _ sequence: Int64?, _ at: WallTime?, _ text: String,
        _ place: String
    ) -> HeartbeatFinding {
        HeartbeatFinding(kind: kind, dock: dock, sequence: sequence, at: at, text: text, place: place)
    }
}
