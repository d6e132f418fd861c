// SPDX-License-Identifier: Apache-2.0
// The console's facts for programs. Times are RFC 3339 in UTC, spans are seconds, units stand in the keys,
// and what was not measured is null; a key is never left out.

internal import DockModel

extension WallTime: JSONWritable {
    var json: JSONValue { TimeStyle.machineText(self).json }
}

extension Quantity: JSONWritable {
    var json: JSONValue { value.json }
}

extension Duration: JSONWritable {
    var json: JSONValue { inSeconds.json }
}

extension ReadingValue: JSONWritable {
    var json: JSONValue {
        switch self {
        case .number(let number): number.json
        case .flag(let flag): flag.json
        case .text(let text): text.json
        }
    }
}

extension OverviewPage {
    /// `/api/status`.
    var json: JSONValue {
        let concerns = self.concerns
        return JSONValue([
            ("dock", dockName), ("now", now), ("clock_trusted", isClockTrusted),
            ("verdict", concerns.first?.mark.rawValue ?? Mark.good.rawValue),
            ("concerns", concerns.map { JSONValue([("mark", $0.mark.rawValue), ("text", $0.text)]) }),
            ("phase", phase), ("cover", cover?.rawValue),
            ("charger", charger), ("vehicle", vehicle),
            ("weather", weather), ("next_runs", nextRuns),
            ("decision", decision), ("flights", flights),
            ("parts", parts), ("incidents", incidents),
            ("mail", mail),
        ])
    }
}

extension PhaseFact: JSONWritable {
    var json: JSONValue {
        JSONValue([
            ("name", name), ("since", since), ("deadline", deadline),
            ("waits_for", waitsFor), ("needs_person", needsPerson),
            ("locked_out", lockOut), ("sent_to", sentTo),
        ])
    }
}

extension ChargerFact: JSONWritable {
    var json: JSONValue {
        JSONValue([("on", isOn), ("current_a", current), ("voltage_v", voltage)])
    }
}

extension VehicleFact: JSONWritable {
    var json: JSONValue {
        JSONValue([
            ("name", name), ("linked", isLinked), ("heartbeat_age_s", heartbeatAge),
            ("armed", isArmed), ("landed", isLanded), ("on_pad", isOnPad),
            ("mode", mode), ("battery_percent", battery),
            ("latitude_deg", position?.latitude), ("longitude_deg", position?.longitude),
            ("height_m", position?.height),
        ])
    }
}

extension ReadingRow: JSONWritable {
    var json: JSONValue {
        JSONValue([
            ("name", name), ("value", value), ("unit", unit),
            ("quality", quality.rawValue), ("age_s", age),
        ])
    }
}

extension RunRow: JSONWritable {
    var json: JSONValue {
        JSONValue([
            ("schedule", schedule), ("mission", mission), ("due", due),
            ("note", note),
        ])
    }
}

extension DecisionFact: JSONWritable {
    var json: JSONValue {
        let gates = gates.map { gate -> JSONValue in
            JSONValue([
                ("name", gate.name), ("verdict", gate.verdict.rawValue), ("reason", gate.reason),
            ])
        }
        return JSONValue([("run", run), ("taken", taken), ("gates", gates)])
    }
}

extension FlightRow: JSONWritable {
    var json: JSONValue {
        JSONValue([
            ("run", run), ("launched", launched), ("landed", landed),
            ("outcome", outcome), ("mark", mark.rawValue),
        ])
    }
}

extension PartRow: JSONWritable {
    var json: JSONValue {
        JSONValue([
            ("name", name), ("used", used), ("p10_days", p10Days),
            ("p50_days", p50Days), ("p90_days", p90Days), ("due", due),
            ("notice", notice),
        ])
    }
}

extension IncidentRow: JSONWritable {
    var json: JSONValue {
        JSONValue([
            ("severity", severity.label), ("title", title), ("opened", opened),
            ("count", count), ("acknowledged", isAcknowledged),
        ])
    }
}

extension MailCounts: JSONWritable {
    var json: JSONValue {
        JSONValue([
            ("waiting", waiting), ("deferred", deferred), ("sent", sent),
            ("failed", failed), ("oldest_unsent", oldestUnsent),
        ])
    }
}

extension OutboxPage {
    /// `/api/outbox`.
    var json: JSONValue {
        let rows = rows.map { row -> JSONValue in
            JSONValue([
                ("id", row.id), ("to", row.to), ("subject", row.subject),
                ("severity", row.severity?.label), ("state", row.state.rawValue),
                ("attempts", row.attempts), ("queued", row.queued),
                ("next_attempt", row.nextAttempt), ("last_answer", row.lastAnswer),
            ])
        }
        return JSONValue([
            ("now", now), ("counts", counts), ("link", link), ("mails", rows),
        ])
    }
}

extension MailboxEntry {
    /// Mails listed by `/api/mailbox`; `total` says how many there are.
    static let jsonLimit = 1_000

    /// `/api/mailbox`.
    static func json(_ entries: [MailboxEntry]) -> JSONValue {
        let mails = entries.prefix(jsonLimit).map { entry -> JSONValue in
            JSONValue([
                ("id", entry.id), ("from", entry.from), ("to", entry.to),
                ("subject", entry.subject), ("date", entry.date),
                ("date_text", entry.dateText), ("kind", entry.kind),
            ])
        }
        return JSONValue([("total", entries.count), ("mails", mails)])
    }
}
