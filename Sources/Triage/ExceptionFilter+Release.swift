// SPDX-License-Identifier: Apache-2.0
// What happens without an event: waiting mails become due, people shelve and acknowledge, the day's counts are
// taken. It never drops a waiting event.

public import DockModel

/// Why a shelf was refused.
public enum ShelfRefusal: Error, Sendable, Equatable {
    case safety
    case tooLong
    case past
    case tooMany
}

extension ExceptionFilter {
    /// When the next waiting mail is due; nil when none waits.
    public var nextDue: WallTime? {
        (groups.values.map(\.due) + (flood.map { [$0.due] } ?? [])).min()
    }

    /// The names of the groups in which events wait.
    public var waitingIn: Set<String> {
        var names = Set(groups.keys)
        if flood != nil { names.insert(Self.floodName) }
        return names
    }

    /// Events that wait in a group or a flood.
    public var waiting: Int { groups.values.reduce(0) { $0 + $1.count } + (flood?.count ?? 0) }

    /// Whether every decided event is in exactly one bin or waits for one: the conservation law.
    public var isConserved: Bool { ended.values.reduce(0, +) + waiting == decided }

    /// Mails that are due, oldest group name first.
    public mutating func release(now: WallTime, profile: FilterProfile) -> [FilterRelease] {
        advance(to: now)
        var due: [FilterRelease] = []
        for (name, group) in groups.sorted(by: { $0.key < $1.key }) where group.due <= self.now {
            groups[name] = nil
            sent[name] = self.now
            let isAlone = group.count == 1
            due.append(
                released(group, isAlone ? .alone : .group, name, isAlone ? .mailedAlone : .mailedInGroup))
        }
        if let waiting = flood, waiting.due <= self.now {
            flood = nil
            lastFlood = self.now
            due.append(released(waiting, .flood, Self.floodName, .rateFolded))
        }
        let now = self.now
        sent = sent.filter { FilterStage.seconds($0.value, now) <= profile.groupIntervalSeconds }
        shelves.removeAll { $0.until <= now }
        return due
    }

    private mutating func released(
        _ waiting: WaitingMail, _ kind: MailOrder.Kind, _ subject: String, _ bin: FilterBin
    ) -> FilterRelease {
        for (rule, number) in waiting.rules { count(bin, rule: rule, number) }
        return FilterRelease(
            mail: MailOrder(
                kind: kind, subject: subject, members: waiting.members, count: waiting.count,
                severity: waiting.severity, first: waiting.first, last: waiting.last), bin: bin)
    }

    /// Puts a kind on the shelf.
    public mutating func shelve(_ shelf: Shelf, now: WallTime) throws(ShelfRefusal) {
        advance(to: now)
        guard !SafetyKind.all.contains(where: { KindName.covers(shelf.kind, $0) }) else { throw .safety }
        guard shelf.until > self.now else { throw .past }
        guard shelf.until <= self.now.later(byMilliseconds: Shelf.longestMilliseconds) else { throw .tooLong }
        guard shelves.count < Most.shelves else { throw .tooMany }
        shelves.append(shelf)
    }

    /// Puts the incidents that people have shelved in place of those that were; a word about a whole kind stays. An
    /// incident that gets more urgent than it is now is told all the same.
    public mutating func keepShelves(ofIncidents told: [Shelf]) {
        var next = shelves.filter { $0.incident == nil }
        for var shelf in told.prefix(Swift.max(0, Most.shelves - next.count)) {
            let before = shelves.first { $0.incident == shelf.incident }
            let name = "\u{1F}\(shelf.source ?? "")\u{1F}\(shelf.signal ?? "")\u{1F}\(shelf.kind)"
            let episode = episodes.first { $0.key.hasSuffix(name) && $0.value.closed == nil }?.value
            shelf.severity = before?.severity ?? episode?.severity
            next.append(shelf)
        }
        if next != shelves { shelves = next }
    }

    /// Notes that a person knows of an episode: it is not told again until it is more urgent. False when it is not
    /// open.
    public mutating func acknowledge(_ key: String) -> Bool {
        guard episodes[key] != nil else { return false }
        episodes[key]?.isAcknowledged = true
        return true
    }

    /// Whether an open episode should be put to the filter again: it was told so long ago that a person may have
    /// forgotten it, or a parent or a shelf held it back that does so no more.
    public func isReminderDue(_ event: TriageEvent, now: WallTime, profile: FilterProfile) -> Bool {
        guard let episode = episodes[event.key], episode.closed == nil, !episode.isAcknowledged else {
            return false
        }
        if !episode.isTold {
            let parents = openParents(of: event.kind, profile)
            let inhibition = FilterStage.inhibition(event, open: parents, profile: profile)
            let shelving = FilterStage.shelving(event, shelves: shelves, now: now)
            return inhibition.answer == .pass && shelving.answer == .pass
        }
        guard let mailed = episode.mailed, event.severity <= .error else { return false }
        guard FilterStage.shelving(event, shelves: shelves, now: now).answer == .pass else { return false }
        return FilterStage.seconds(mailed, now) >= profile.repeatSeconds(event.severity, kind: event.kind)
    }

    /// Opens the episode of an event that was told before the filter knew of it; one that it knows is left alone.
    public mutating func adopt(_ event: TriageEvent, mailed: WallTime) {
        guard episodes[event.key] == nil else { return }
        episodes[event.key] = Episode(
            opened: mailed, severity: event.severity, count: 1, mailed: mailed, last: mailed, isTold: true,
            kind: event.kind, source: event.source, dock: event.dock)
    }

    /// The repeats of an event's episode so far, and when it was last mailed.
    public func episode(of event: TriageEvent) -> Episode? { episodes[event.key] }

    /// The shelves that end within a day, for the digest.
    public func shelvesEndingSoon() -> [Shelf] {
        let limit = now.later(byMilliseconds: 86_400_000)
        return shelves.filter { $0.until <= limit }
    }

    /// The counts since the last digest as "bin/rule", and what was wrong with the filter; both begin anew.
    public mutating func takeDigest() -> (counts: [String: Int], troubles: [String: Int]) {
        defer {
            sinceDigest = [:]
            troubles = [:]
        }
        return (sinceDigest, troubles)
    }
}
