// SPDX-License-Identifier: Apache-2.0
// Who gets a mail, in which language, when, and whether encrypted. Quiet hours never hold back P0 or P1; an incident
// that no route takes goes to the alert list; nobody gets a mail twice.

internal import DockModel
internal import Report
internal import Schedule
internal import Settings

/// Those who get one and the same text at the same time.
struct MailShare: Equatable {
    /// The addresses.
    var recipients: [String]
    /// The language.
    var language: MailLanguage
    /// Not before this time; nil for at once.
    var heldUntil: WallTime?
    /// Whether it is encrypted for them.
    var isEncrypted = false

    /// What tells the text of this share from that of others: it belongs to the keys of mails and threads.
    func variant(besides standard: MailLanguage) -> String {
        (language == standard ? "" : ".\(language.rawValue)") + (isEncrypted ? ".sealed" : "")
    }
}

/// The routes of a dock.
struct MailRouter {
    let mail: MailSettings
    let zone: Zone

    /// The shares of a mail. `spare` gets what no route takes.
    func shares(_ kind: RoutedKind, severity: Severity? = nil, else spare: [String], now: Moment)
        -> [MailShare]
    {
        var order: [String] = []
        var terms: [String: (language: MailLanguage, heldUntil: WallTime?)] = [:]
        for route in mail.routes where takes(route, kind, severity, now) {
            let heldUntil = quietEnd(route, severity, now)
            for address in route.recipients {
                guard let known = terms[address] else {
                    order.append(address)
                    terms[address] = (route.language, heldUntil)
                    continue
                }
                // Two routes to one person: the one that does not wait.
                if known.heldUntil != nil, heldUntil.map({ $0 < known.heldUntil ?? $0 }) ?? true {
                    terms[address] = (route.language, heldUntil)
                }
            }
        }
        if order.isEmpty {
            return split(spare.map { ($0, mail.language, nil) })
        }
        return split(order.map { ($0, terms[$0]?.language ?? mail.language, terms[$0]?.heldUntil) })
    }

    /// The shares of addresses that get one language at once.
    func shares(_ recipients: [String], language: MailLanguage) -> [MailShare] {
        split(recipients.map { ($0, language, nil) })
    }

    private func split(_ people: [(address: String, language: MailLanguage, heldUntil: WallTime?)])
        -> [MailShare]
    {
        var shares: [MailShare] = []
        for person in people {
            let isEncrypted = mail.smime?.certificateFiles[person.address] != nil
            let index = shares.firstIndex {
                $0.language == person.language && $0.heldUntil == person.heldUntil
                    && $0.isEncrypted == isEncrypted
            }
            if let index {
                shares[index].recipients.append(person.address)
            } else {
                shares.append(
                    MailShare(
                        recipients: [person.address], language: person.language, heldUntil: person.heldUntil,
                        isEncrypted: isEncrypted))
            }
        }
        return shares
    }

    private func takes(_ route: MailRoute, _ kind: RoutedKind, _ severity: Severity?, _ now: Moment) -> Bool {
        guard route.kinds.isEmpty || route.kinds.contains(kind) else { return false }
        if let most = route.severity, let severity, severity > most { return false }
        // Without a clock there are no hours: better a mail too many.
        guard now.isWallTrusted else { return true }
        let local = LocalDay(now.wall, zone: zone)
        if let hours = route.hours, !hours.contains(local.minute) { return false }
        return route.days.isEmpty || route.days.contains(local.weekday)
    }

    /// When the quiet hours end that hold a mail back now; nil when none do.
    private func quietEnd(_ route: MailRoute, _ severity: Severity?, _ now: Moment) -> WallTime? {
        guard let quiet = route.quiet, now.isWallTrusted else { return nil }
        if let severity, severity <= .critical { return nil }
        let local = LocalDay(now.wall, zone: zone)
        guard quiet.contains(local.minute) else { return nil }
        let minutes = (quiet.to - local.minute + 1_440) % 1_440
        let second = Int64(now.wall.milliseconds / 1_000 % 60)
        let end = now.wall + .seconds(Int64(minutes == 0 ? 1_440 : minutes) * 60 - second)
        // A night in which the clocks change is an hour longer or shorter.
        let change = zone.offset(at: Int(now.wall.seconds)) - zone.offset(at: Int(end.seconds))
        return end + .seconds(change)
    }
}
