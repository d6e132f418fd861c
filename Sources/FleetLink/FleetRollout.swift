// SPDX-License-Identifier: Apache-2.0
// Roll-outs in the fleet's tables, one at a time: who is sent what in which stage, what docks say of it, and each step
// on record before the next. What is next the plan decides; sending goes through a broker link that is handed in.

public import DockModel
public import Fleet

/// A roll-out and its docks.
public struct FleetRolloutFacts: Sendable, Equatable {
    /// Its row, and what it is called.
    public var id: Int64, name: String
    /// How it stands, and why.
    public var standing: RolloutStanding, reason: String?
    /// The stage under way, from 0; and how long ago it began.
    public var stage: Int, stageAge: Double
    /// Seconds since the last dock of the stage took the bundle; nil while none has.
    public var takenAge: Double?
    /// Its terms.
    public var terms: RolloutTerms
    /// Its docks, in the order of their stages.
    public var docks: [RolloutDock]

    /// What is to be done next.
    public var next: RolloutStep {
        RolloutPlan.next(
            docks, stage: stage, standing: standing, terms: terms, stageAge: stageAge, takenAge: takenAge)
    }
}

/// A roll-out that is to begin.
public struct RolloutOrder: Sendable {
    /// What it is called.
    public var name: String
    /// The docks of each stage; the first are the canaries.
    public var stages: [[String]]
    /// The files of a dock.
    public var files: @Sendable (String) -> [String: [UInt8]]
    /// Paths that are to be gone.
    public var removed: [String]
    /// Seconds that a stage is watched, and within which its docks must have taken the bundle.
    public var soak: Double, patience: Double
    /// Docks that may fail.
    public var mostFailures: Int

    /// An order.
    public init(
        name: String, stages: [[String]], removed: [String], soak: Double, patience: Double,
        mostFailures: Int,
        files: @escaping @Sendable (String) -> [String: [UInt8]]
    ) {
        (self.name, self.stages, self.files, self.removed) = (name, stages, files, removed)
        (self.soak, self.patience, self.mostFailures) = (soak, patience, mostFailures)
    }
}

/// The roll-outs of a fleet.
public final class FleetRollouts {
    private let ledger: FleetLedger
    private var link: PostgresLink { ledger.link }

    /// The roll-outs in a database, whose tables are made where they are missing.
    public init(_ link: PostgresLink) throws(PostgresError) { ledger = try FleetLedger(link) }

    /// Begins a roll-out: signs a bundle for each dock, and the word that takes it back, so that the key is not needed
    /// again. Nothing is sent yet.
    /// - Throws: `PostgresError` also when another roll-out is under way.
    public func begin(_ order: RolloutOrder, signer: BundleSigner, now: WallTime) throws -> Int64 {
        guard try current() == nil else {
            throw PostgresError.failed(state: "roost", "a roll-out is under way; halt it or wait for its end")
        }
        // Seconds since 1970 go on where a lost table would begin anew; docks take no smaller number.
        let newest = try link.rows("SELECT coalesce(max(undo_number), 0) FROM roost.rollout")[0][0].flatMap {
            Int64($0)
        }
        let number = max((newest ?? 0) + 1, now.milliseconds / 1_000)
        return try ledger.transaction { () throws(PostgresError) in
            let row = try link.rows(
                """
                INSERT INTO roost.rollout (name, number, undo_number, soak_s, patience_s, most_failures)
                VALUES ($1, $2::bigint, $3::bigint, $4::float8, $5::float8, $6::int) RETURNING id
                """,
                [
                    order.name, "\(number)", "\(number + 1)", "\(order.soak)", "\(order.patience)",
                    "\(order.mostFailures)",
                ])
            let id = row.first?.first.flatMap { $0 }.flatMap { Int64($0) } ?? 0
            for (stage, docks) in order.stages.enumerated() {
                for dock in docks {
                    let bundle = FleetBundle(
                        dock: dock, number: number, name: order.name, made: now, files: order.files(dock),
                        removed: order.removed)
                    let undo = FleetBundle(
                        undoing: number, by: number + 1, dock: dock, name: order.name, made: now)
                    _ = try link.rows(
                        """
                        INSERT INTO roost.rollout_dock (rollout, dock, stage, bundle, undo)
                        VALUES ($1::bigint, $2, $3::int, $4::bytea, $5::bytea)
                        """,
                        [
                            "\(id)", dock, "\(stage)",
                            "\\x" + SHA256.hexadecimal(try Self.signed(bundle, signer)),
                            "\\x" + SHA256.hexadecimal(try Self.signed(undo, signer)),
                        ])
                }
            }
            return id
        }
    }

    private static func signed(_ bundle: FleetBundle, _ signer: BundleSigner) throws(PostgresError) -> [UInt8]
    {
        do throws(BundleKeyError) { return try signer.signed(bundle) } catch {
            throw .failed(state: "roost", "\(error)")
        }
    }

    /// The roll-out under way; nil when there is none.
    public func current() throws(PostgresError) -> FleetRolloutFacts? {
        try rollout("standing IN ('running', 'undoing')")
    }

    /// The newest roll-out; nil when there was none.
    public func newest() throws(PostgresError) -> FleetRolloutFacts? { try rollout("true") }

    private func rollout(_ which: String) throws(PostgresError) -> FleetRolloutFacts? {
        let rows = try link.rows(
            """
            SELECT id, name, standing, reason, stage, extract(epoch FROM now() - stage_begun), number, undo_number,
                soak_s, patience_s, most_failures FROM roost.rollout WHERE \(which) ORDER BY id DESC LIMIT 1
            """)
        guard let row = rows.first, row.count == 11, let id = row[0].flatMap({ Int64($0) }),
            let standing = row[2].flatMap(RolloutStanding.init), let number = row[6].flatMap({ Int64($0) }),
            let undo = row[7].flatMap({ Int64($0) })
        else { return nil }
        func real(_ place: Int) -> Double { row[place].flatMap { Double($0) } ?? 0 }
        let stage = row[4].flatMap { Int($0) } ?? 0
        try noteTaken(id, number: number)
        let taken = try link.rows(
            """
            SELECT extract(epoch FROM now() - max(taken)) FROM roost.rollout_dock WHERE rollout = \(id)
                AND stage = \(stage)
            """)
        return FleetRolloutFacts(
            id: id, name: row[1] ?? "", standing: standing, reason: row[3], stage: stage, stageAge: real(5),
            takenAge: taken.first?.first.flatMap { $0 }.flatMap { Double($0) },
            terms: RolloutTerms(
                number: number, undoNumber: undo, soak: real(8), patience: real(9),
                mostFailures: Int(real(10))),
            docks: try docks(id))
    }

    /// Notes when docks say for the first time that they run with a bundle.
    private func noteTaken(_ id: Int64, number: Int64) throws(PostgresError) {
        try link.run(
            """
            UPDATE roost.rollout_dock r SET taken = now() FROM roost.dock d
            WHERE r.rollout = \(id) AND r.dock = d.name AND r.taken IS NULL AND r.sent IS NOT NULL
                AND d.state->>'bundle' = '\(number)'
            """)
    }

    private func docks(_ id: Int64) throws(PostgresError) -> [RolloutDock] {
        try link.rows(
            """
            SELECT r.dock, r.stage, r.sent IS NOT NULL, r.undone IS NOT NULL, d.state->>'bundle',
                d.state->>'bundle_judged', d.state->>'bundle_trouble', \(Self.health), r.health_before,
                coalesce(now() - d.last_seen > \(SilenceRule.span), true), coalesce(r.was_silent, false)
            FROM roost.rollout_dock r LEFT JOIN roost.dock d ON d.name = r.dock
            WHERE r.rollout = \(id) ORDER BY r.stage, r.dock
            """
        ).compactMap { row in
            guard row.count == 11, let name = row[0], let stage = row[1].flatMap({ Int($0) }) else {
                return nil
            }
            func health(_ text: String?) -> RolloutHealth? {
                text.flatMap { Int($0) }.flatMap(RolloutHealth.init)
            }
            var dock = RolloutDock(
                dock: name, stage: stage, health: health(row[7]) ?? .well, isSilent: row[9] == "t")
            (dock.isSent, dock.isUndone) = (row[2] == "t", row[3] == "t")
            (dock.bundle, dock.judged) = (row[4].flatMap { Int64($0) }, row[5].flatMap { Int64($0) })
            (dock.trouble, dock.healthBefore, dock.wasSilent) = (row[6], health(row[8]), row[10] == "t")
            return dock
        }
    }

    /// How bad it is with `roost.dock d`, as a `RolloutHealth`, in SQL.
    private static let health = """
        CASE WHEN d.state->>'phase' = 'lost' OR roost.real(d.state->'open_incidents') > 0
                AND roost.real(d.state->'worst_severity') <= 1 THEN 3
            WHEN d.state->>'awaits_person' = 'true' THEN 2
            WHEN roost.real(d.state->'open_incidents') > 0 THEN 1 ELSE 0 END
        """

    // MARK: - Steps

    /// Stops a roll-out; what was sent is taken back with the next steps.
    public func halt(_ id: Int64, because reason: String) throws(PostgresError) {
        _ = try link.rows(
            """
            UPDATE roost.rollout SET standing = 'undoing', reason = $2, stage_begun = now()
            WHERE id = $1::bigint AND standing = 'running'
            """, ["\(id)", reason])
    }

    /// Does the next step of a roll-out; what was done, in words. What is sent is on record only after the broker took
    /// it: a step that is cut off is done again, and docks take each bundle once.
    public func step(_ facts: FleetRolloutFacts, send: ([(dock: String, message: [UInt8])]) throws -> Void)
        throws -> String
    {
        switch facts.next {
        case .wait(let why): return why
        case .send(let docks):
            try publish(facts.id, docks, column: "bundle", send)
            try mark(
                facts.id, docks,
                "sent = now(), health_before = \(Self.health), "
                    + "was_silent = coalesce(now() - d.last_seen > \(SilenceRule.span), true)")
            try link.run("UPDATE roost.rollout SET stage_begun = now() WHERE id = \(facts.id)")
            return "stage \(facts.stage + 1): sent to \(docks.count) docks"
        case .advance:
            try link.run(
                "UPDATE roost.rollout SET stage = \(facts.stage + 1), stage_begun = now() WHERE id = \(facts.id)"
            )
            return "stage \(facts.stage + 1) is through"
        case .finish:
            try link.run("UPDATE roost.rollout SET standing = 'done' WHERE id = \(facts.id)")
            return "every stage is through"
        case .halt(let reason):
            try halt(facts.id, because: reason)
            return "stopped, and taken back: \(reason)"
        case .undo(let docks):
            try publish(facts.id, docks, column: "undo", send)
            try mark(facts.id, docks, "undone = now()")
            return "\(docks.count) docks are told to take it back"
        case .close:
            try link.run("UPDATE roost.rollout SET standing = 'halted' WHERE id = \(facts.id)")
            return "it is taken back"
        }
    }

    private func publish(
        _ id: Int64, _ docks: [String], column: String,
        _ send: ([(dock: String, message: [UInt8])]) throws -> Void
    ) throws {
        // Bundles may be large: a few at a time.
        for start in stride(from: 0, to: docks.count, by: 20) {
            let names = "{" + docks[start..<min(start + 20, docks.count)].joined(separator: ",") + "}"
            let rows = try link.rows(
                """
                SELECT dock, encode(\(column), 'hex') FROM roost.rollout_dock
                WHERE rollout = $1::bigint AND dock = ANY ($2::text[]) ORDER BY dock
                """, ["\(id)", names])
            try send(
                rows.compactMap { row in
                    guard row.count == 2, let dock = row[0], let text = row[1] else { return nil }
                    return (dock, Self.octets(text))
                })
        }
    }

    private func mark(_ id: Int64, _ docks: [String], _ change: String) throws(PostgresError) {
        _ = try link.rows(
            """
            UPDATE roost.rollout_dock r SET \(change)
            FROM (
                SELECT x.name AS wanted, d.* FROM unnest($2::text[]) AS x (name) LEFT JOIN roost.dock d USING (name)
            ) d
            WHERE r.rollout = $1::bigint AND r.dock = d.wanted
            """, ["\(id)", "{" + docks.joined(separator: ",") + "}"])
    }

    /// The octets of hexadecimal digits.
    private static func octets(_ text: String) -> [UInt8] {
        var octets: [UInt8] = [], high: UInt8?
        octets.reserveCapacity(text.utf8.count / 2)
        for digit in text.utf8 {
            let value = digit < 58 ? digit &- 48 : digit &- 87
            if let first = high {
                octets.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return octets
    }
}

/// Sends messages to docks over a broker, and waits until it has them.
public final class BundleSender {
    private let link: BrokerLink
    /// How long the broker may take, s.
    private static let patience = 30.0

    /// A connection of its own.
    public init(_ broker: BrokerAddress, name: String) throws {
        link = try BrokerLink(broker, name: name, session: nil, window: 100, will: nil)
        try Self.wait("the broker takes the connection") {
            for case .connected in try link.turn(milliseconds: 100, isWriting: true) { return true }
            return false
        }
    }

    /// Sends bundles, which the broker keeps for docks that are away.
    public func send(_ messages: [(dock: String, message: [UInt8])]) throws {
        var open: Set<Int32> = []
        for (dock, message) in messages {
            open.insert(try link.publish(.bundle(dock: dock), message, retain: true))
        }
        try Self.wait("the broker takes the bundles") {
            for case .published(let number, let refusal, _) in try link.turn(
                milliseconds: 100, isWriting: true)
            {
                if let refusal { throw BrokerError.refused(refusal) }
                open.remove(number)
            }
            return open.isEmpty
        }
    }

    private static func wait(_ what: String, until isDone: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(patience)
        while try !isDone() {
            guard ContinuousClock.now < deadline else { throw BrokerError.lost("waited in vain: \(what)") }
        }
    }

    deinit { link.end() }
}
