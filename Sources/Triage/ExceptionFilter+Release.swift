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
            due.append(released(waiting, .flood, "flood", .rateFolded))
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

    /// Notes that a person knows of an episode: it is not told again until it is more urgent. False when it is not
    /// open.
    public mutating func acknowledge(_ key: String) -> Bool {
        guard episodes[key] != nil else { return false }
        episodes[key]?.isAcknowledged = true
        return true
    }

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
