// SPDX-License-Identifier: Apache-2.0
// What the fleet's tables say of each dock, worst first: who is silent, who waits for a person, where documents are
// missing. Silence is told by the receiver's clock alone, whatever a dock's clock says. It only reads.

/// How bad it is with a dock; the first is the worst.
public enum DockConcern: String, Sendable, Encodable, CaseIterable, Comparable {
    /// An open incident of class P0 or P1, or a vehicle that is lost.
    case alarm
    /// Nothing was heard for three times as long as it promised.
    case silent
    /// Only a person can end what holds it.
    case person
    /// An open incident of a lesser class.
    case incident
    /// Documents are missing or were given up.
    case gap
    /// Its clock is more than ten minutes off.
    case clock
    /// Nothing.
    case well

    /// Worse ones order first.
    public static func < (left: DockConcern, right: DockConcern) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
}

/// One dock as the fleet knows it.
public struct FleetDock: Sendable, Encodable, Equatable {
    /// The dock, as its certificate says; and its name for people.
    public var dock: String, name: String?
    /// What is worst about it.
    public var concern: DockConcern
    /// What it is doing, as it said last.
    public var phase: String?
    /// Seconds since anything of it arrived, and within which it promises to say something.
    public var silentSeconds: Double, intervalSeconds: Double?
    /// Whether the broker has it on the line; nil when it never said.
    public var isOnLine: Bool?
    /// Open incidents, and the class of the worst (0 is the worst).
    public var openIncidents: Int?, worstSeverity: Int?
    /// Documents that are missing, and such that it gave up.
    public var missing: Int, shed: Int
    /// Messages under its name that could not be taken.
    public var poisoned: Int
    /// Seconds by which its clock is ahead of the receiver's.
    public var clockAheadSeconds: Double?
    /// The version of its software.
    public var version: String?
    /// The number of the bundle of settings that it took last, and why it refused the newest.
    public var bundle: Int64?, bundleTrouble: String?
}

/// A part that docks of the fleet need.
public struct FleetPart: Sendable, Encodable, Equatable {
    /// The part and its name for people.
    public var part: String, name: String
    /// How many, and for which docks.
    public var count: Int, docks: [String]
    /// The most advanced stage: "stop", "replace" or "plan".
    public var stage: String
    /// Days until the first of them may end (one chance in ten), and from order to arrival.
    public var firstEndDays: Double, leadDays: Double
}

/// Reads the fleet's tables.
public final class FleetOverview {
    let link: PostgresLink

    /// Docks that one look returns at most.
    public static let mostDocks = 100_000

    /// A look into a database that a receiver has made.
    public init(_ link: PostgresLink) throws(PostgresError) {
        self.link = link
        guard try link.rows("SELECT to_regclass('roost.version')")[0][0] != nil else {
            throw .failed(state: "roost", "no receiver has worked here; start it with roost fleet serve")
        }
        let found = try link.rows("SELECT coalesce(max(number), 0) FROM roost.version")[0][0].flatMap { Int($0) } ?? 0
        guard found >= FleetSchema.newest else {
            throw .failed(state: "roost", "the tables are of an older Roost; start roost fleet serve of this one once")
        }
        // Compiling these queries takes longer than running them.
        try link.run("SET jit = off")
    }

    /// Every dock, worst first.
    public func docks() throws(PostgresError) -> [FleetDock] {
        try link.rows(Self.dockQuery).compactMap(Self.dock).sorted {
            ($0.concern, $0.worstSeverity ?? 9, -$0.silentSeconds, $0.dock)
                < ($1.concern, $1.worstSeverity ?? 9, -$1.silentSeconds, $1.dock)
        }
    }

    /// What all docks need, as their last day's roll-up says, most urgent first.
    public func parts() throws(PostgresError) -> [FleetPart] {
        let order = ["stop", "replace", "plan"]
        return try link.rows(Self.partQuery).compactMap { row -> FleetPart? in
            guard row.count == 7, let part = row[0], let count = row[2].flatMap({ Int($0) }),
                let rank = row[4].flatMap({ Int($0) }),
                order.indices.contains(rank)
            else { return nil }
            return FleetPart(
                part: part, name: row[1] ?? part, count: count,
                docks: (row[3] ?? "").split(separator: ",").map(String.init), stage: order[rank],
                firstEndDays: row[5].flatMap { Double($0) } ?? 0, leadDays: row[6].flatMap { Double($0) } ?? 0
            )
        }
    }

    private static func dock(_ row: [String?]) -> FleetDock? {
        guard row.count == 16, let name = row[0], let silent = row[3].flatMap({ Double($0) }) else {
            return nil
        }
        var dock = FleetDock(
            dock: name, name: row[1], concern: .well, phase: row[2], silentSeconds: silent,
            intervalSeconds: row[4].flatMap { Double($0) }, isOnLine: row[5].map { $0 == "t" },
            openIncidents: row[6].flatMap { Int($0) }, worstSeverity: row[7].flatMap { Int($0) },
            missing: row[8].flatMap { Int($0) } ?? 0, shed: row[9].flatMap { Int($0) } ?? 0,
            poisoned: row[10].flatMap { Int($0) } ?? 0,
            clockAheadSeconds: row[11].flatMap { Double($0) }.map { $0 / 1_000 }, version: row[13],
            bundle: row[14].flatMap { Int64($0) }, bundleTrouble: row[15])
        dock.concern = concern(dock, awaitsPerson: row[12] == "true")
        return dock
    }

    /// The first of the concerns that holds, worst first.
    private static func concern(_ dock: FleetDock, awaitsPerson: Bool) -> DockConcern {
        if (dock.openIncidents ?? 0) > 0, (dock.worstSeverity ?? 9) <= 1 { return .alarm }
        if dock.phase == "lost" { return .alarm }
        let promised = dock.intervalSeconds ?? SilenceRule.interval
        if dock.silentSeconds > max(SilenceRule.floor, SilenceRule.factor * promised) { return .silent }
        if awaitsPerson { return .person }
        if (dock.openIncidents ?? 0) > 0 { return .incident }
        if dock.missing > 0 || dock.shed > 0 { return .gap }
        if abs(dock.clockAheadSeconds ?? 0) > 600 { return .clock }
        return .well
    }

    private static let dockQuery = """
        SELECT d.name, d.state->>'name', d.state->>'phase', extract(epoch FROM now() - d.last_seen),
            d.state->>'interval_s', d.link_up, d.state->>'open_incidents', d.state->>'worst_severity',
            coalesce(m.missing, 0), coalesce(d.shed, 0), coalesce(p.poisoned, 0), d.clock_off_ms,
            d.state->>'awaits_person', d.state->>'version', d.state->>'bundle', d.state->>'bundle_trouble'
        FROM roost.dock d
        LEFT JOIN (
            SELECT s.dock, s.epoch, sum(upper(r) - lower(r)) AS missing FROM roost.stream s,
                unnest(int8multirange(int8range(1, s.head + 1)) - s.received - s.gone) r
            WHERE s.gap_since IS NOT NULL GROUP BY 1, 2
        ) m ON m.dock = d.name AND m.epoch = d.epoch
        LEFT JOIN (SELECT dock, count(*) AS poisoned FROM roost.poison GROUP BY 1) p ON p.dock = d.name
        LIMIT \(mostDocks)
        """

    /// The newest roll-up `o` of a dock first: what came by the broker by its arrival, what came by mail by its day.
    static let newest = """
        ORDER BY o.epoch = 0, CASE WHEN o.epoch = 0 THEN o.sequence END DESC, o.received DESC, o.sequence DESC
        """

    private static let partQuery = """
        WITH latest AS (
            SELECT d.name AS dock, o.body FROM roost.dock d CROSS JOIN LATERAL (
                SELECT body FROM roost.document o WHERE o.dock = d.name AND o.stream = 'rollup'
                \(FleetOverview.newest) LIMIT 1) o
        ), needed AS (
            SELECT l.dock, p->>'part' AS part, p->>'name' AS name, roost.real(p->'days_p10') AS days,
                roost.real(p->'lead_days') AS lead,
                array_position(ARRAY['stop', 'replace', 'plan'], p->>'stage') - 1 AS rank
            FROM latest l, jsonb_array_elements(
                CASE WHEN jsonb_typeof(l.body->'parts') = 'array' THEN l.body->'parts' ELSE '[]' END) p
            WHERE p->>'stage' IS NOT NULL
        )
        SELECT part, min(name), count(*), string_agg(dock, ',' ORDER BY rank, days, dock), min(rank), min(days),
            max(lead)
        FROM needed WHERE rank IS NOT NULL GROUP BY part ORDER BY min(rank), min(days), part
        """
}
