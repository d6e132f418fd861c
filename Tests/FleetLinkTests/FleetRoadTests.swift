// SPDX-License-Identifier: Apache-2.0
// The whole road from a dock's queue to the fleet's tables, over Debian's mosquitto and PostgreSQL: each of them is
// killed on the way, and nothing is lost, nothing stored twice.

import DockModel
import Fleet
import Foundation
import Store
import Testing

@testable import FleetLink

@Suite(.serialized, .enabled(if: Machinery.areThere, Machinery.reason), .timeLimit(.minutes(2)))
struct FleetRoadTests {
    /// Documents that one dock has told, and that arrived of them, each once.
    private func count(_ link: PostgresLink) throws -> (rows: Int, kinds: Int) {
        let row = try link.rows(
            "SELECT count(*), count(DISTINCT (dock, epoch, stream, sequence)) FROM roost.document")[0]
        return (Int(row[0] ?? "") ?? -1, Int(row[1] ?? "") ?? -1)
    }

    private func waitForDocuments(_ wanted: Int, _ database: String) throws {
        let link = try PostgresLink(database)
        var last = (rows: 0, kinds: 0)
        do {
            try Machinery.wait("\(wanted) documents are stored", seconds: 20) {
                last = try count(link)
                return last.rows >= wanted
            }
        } catch {
            Issue.record("\(last) of \(wanted)")
            throw error
        }
        #expect(try count(link) == (wanted, wanted))
    }

    @Test func `broker and database are killed under way, and every document is stored once`() throws {
        let databases = try TestDatabases()
        let database = try databases.make()
        let broker = try TestBroker()
        let receiver = TestReceiver(broker, database)
        let docks = try (1...4).map { try TestDock("D\($0)", broker.address) }
        let streams: [FleetStream] = [.incident, .flight, .wear, .wear, .rollup]
        func tell(_ times: Int) throws {
            for dock in docks { for _ in 0..<times { try dock.tell(streams) } }
        }
        try tell(20)
        try waitForDocuments(400, database)

        broker.kill()
        try tell(20)
        try broker.start()
        // What the broker had taken and lost is a gap that the state tells of.
        for dock in docks { try dock.tell([.state]) }
        try waitForDocuments(804, database)

        databases.kill()
        try tell(20)
        try Machinery.wait("the receiver has seen that the database is away") {
            !receiver.receiver.figures.isUp
        }
        try databases.start()
        try waitForDocuments(1_204, database)

        for dock in docks { try dock.tell([.state]) }
        try waitForDocuments(1_208, database)
        try receiver.end()
        let link = try PostgresLink(database)
        #expect(
            try link.rows(
                """
                SELECT d.name, d.link_up, count(*) FILTER (WHERE s.gap_since IS NOT NULL), sum(s.head)
                FROM roost.dock d JOIN roost.stream s ON s.dock = d.name AND s.epoch = d.epoch GROUP BY 1, 2 ORDER BY 1
                """) == docks.map { [$0.name, "t", "0", "302"] })
        #expect(try docks.map { try $0.queue.figures().waiting } == [0, 0, 0, 0])
        #expect(try docks.map { try $0.queue.figures().shedTotal } == [0, 0, 0, 0])
    }

    @Test func `what is committed and not acknowledged when the receiver is killed comes again and is known`()
        throws
    {
        let databases = try TestDatabases.shared()
        let database = try databases.make()
        let broker = try TestBroker()
        let name = "roost-fleet-roost-1"
        func open() throws -> BrokerLink {
            let link = try BrokerLink(broker.address, name: name, session: 3_600, window: 500, will: nil)
            var isSubscribed = false
            try Machinery.wait("the subscription stands") {
                for case .connected in try link.turn(milliseconds: 50, isWriting: true) {
                    try link.subscribe(FleetTopic.shared(by: "roost"))
                    isSubscribed = true
                    try link.flush(milliseconds: 1_000)
                }
                return isSubscribed
            }
            return link
        }
        func read(_ link: BrokerLink, _ wanted: Int) throws -> [Arrival] {
            var batch: [Arrival] = []
            try Machinery.wait("\(wanted) messages came") {
                for case .message(let topic, let octets) in try link.turn(milliseconds: 50, isWriting: false)
                {
                    batch.append(Arrival(topic: topic, octets: octets))
                }
                return batch.count >= wanted
            }
            return batch
        }
        let dock = try TestDock("NORTH", broker.address)
        var link: BrokerLink? = try open()
        for _ in 0..<50 { try dock.tell([.flight, .wear]) }
        // One of them is the note that the dock is on the line.
        let batch = try read(#require(link), 101)
        let ledger = try FleetLedger(PostgresLink(database))
        #expect(try ledger.store(batch) == BatchOutcome(stored: 100, notes: 1))
        // Killed here: the acknowledgements are in the library, and go with it.
        link = nil
        let receiver = TestReceiver(broker, database)
        try Machinery.wait("all came again") { receiver.receiver.figures.doubled == 100 }
        #expect(receiver.receiver.figures.stored == 0)
        #expect(try count(ledger.link) == (100, 100))
        try receiver.end()
    }

    @Test func `liars, garbage and clocks years off are put in their place, and the rest goes on`() throws {
        let databases = try TestDatabases.shared()
        let ledger = try FleetLedger(PostgresLink(databases.make()))
        func document(
            _ dock: String, _ stream: FleetStream, _ number: Int64, year: Int = 2_026, _ body: String = "{}"
        )
            -> [UInt8]
        {
            let sent = WallTime(
                milliseconds: Int64(CivilDate.daysSince1970(year: year, month: 11, day: 26)) * 86_400_000)
            return FleetEnvelope(
                dock: dock, epoch: 5, stream: stream, sequence: number, sent: sent, isClockTrusted: false
            ).document(body: Array(body.utf8))
        }
        func flight(_ octets: [UInt8]) -> Arrival {
            Arrival(topic: FleetTopic.document(dock: "NORTH", .flight).description, octets: octets)
        }
        // As if the database had a reason of its own.
        try ledger.link.run("ALTER TABLE roost.document ADD CONSTRAINT odd CHECK (sequence <> 4)")
        let outcome = try ledger.store([
            flight(document("NORTH", .flight, 1)), flight(document("SOUTH", .flight, 2)),
            flight([0, 255, 10]),
            flight(document("NORTH", .wear, 3)), Arrival(topic: "roost/1/up/NORTH/other", octets: []),
            flight(document("NORTH", .flight, 4)),
            flight(document("NORTH", .flight, 8, "{\"a\":1e-999,\"b\":\"\\\\ \\t\\r\\n\\u00fc\"}")),
            flight(document("NORTH", .flight, 5, year: 2_016)),
            flight(document("NORTH", .flight, 6, year: 2_036)),
            flight(document("NORTH", .flight, 1)), flight(document("NORTH", .flight, 7, "{\"a\":\t1}")),
        ])
        #expect(outcome == BatchOutcome(stored: 5, doubled: 1, poisoned: 5))
        let reasons = try ledger.link.rows("SELECT reason FROM roost.poison WHERE dock = 'NORTH' ORDER BY id")
            .map { $0[0] ?? "" }
        #expect(
            reasons.prefix(3) == [
                "it says it is of dock \"SOUTH\"", "no JSON object that can be kept: octet 0",
                "it says it is of stream \"wear\"",
            ])
        #expect(reasons.count == 4 && reasons.last?.contains("\"odd\"") == true)
        #expect(
            try ledger.link.rows("SELECT reason FROM roost.poison WHERE dock IS NULL") == [
                ["the topic is none of ours"]
            ])
        let body = try ledger.link.rows("SELECT body->>'b' FROM roost.document WHERE sequence = 8")
        #expect(body == [["\\ \t\r\nü"]])
        let undated = try ledger.link.rows(
            "SELECT sequence FROM roost.document_undated WHERE received > now() - interval '1 minute' ORDER BY 1"
        )
        #expect(undated == [["5"], ["6"]])
        #expect(try ledger.account())
        #expect(try ledger.link.rows("SELECT name FROM roost.dock") == [["NORTH"]])
    }

    @Test func `a gap is asked for, said to be gone where it is, and closed`() throws {
        let databases = try TestDatabases.shared()
        let ledger = try FleetLedger(PostgresLink(databases.make()))
        func flight(_ number: Int64) -> Arrival {
            let envelope = FleetEnvelope(
                dock: "NORTH", epoch: 5, stream: .flight, sequence: number,
                sent: WallTime(milliseconds: 1_795_694_400_000),
                isClockTrusted: true)
            return Arrival(
                topic: FleetTopic.document(dock: "NORTH", .flight).description,
                octets: envelope.document(body: Array("{}".utf8)))
        }
        let state = FleetEnvelope(
            dock: "NORTH", epoch: 5, stream: .state, sequence: 1,
            sent: WallTime(milliseconds: 1_795_694_400_000),
            isClockTrusted: true, heads: [.flight: 9, .state: 1], shed: 0
        ).document(body: Array("{\"phase\":\"idle\"}".utf8))
        _ = try ledger.store([
            flight(2), flight(3), flight(6),
            Arrival(topic: FleetTopic.document(dock: "NORTH", .state).description, octets: state),
        ])
        #expect(try ledger.account())
        let asked = try ledger.missing(longerThan: 0)
        let ranges = [SequenceRange(1, 1), SequenceRange(4, 5), SequenceRange(7, 9)].compactMap { $0 }
        #expect(
            asked == [
                MissingDocuments(dock: "NORTH", note: RangeNote(epoch: 5, stream: .flight, ranges: ranges))
            ])
        #expect(try ledger.missing(longerThan: 0) == [])
        let gone = RangeNote(epoch: 5, stream: .flight, ranges: [ranges[0], ranges[2]])
        _ = try ledger.store([
            Arrival(topic: FleetTopic.gone(dock: "NORTH").description, octets: gone.octets), flight(4),
        ])
        #expect(try ledger.account())
        let gap = "SELECT gap_since IS NOT NULL, gone FROM roost.stream WHERE stream = 'flight'"
        #expect(try ledger.link.rows(gap) == [["t", "{[1,2),[7,10)}"]])
        _ = try ledger.store([flight(5), flight(7)])
        #expect(try ledger.account())
        #expect(try ledger.link.rows(gap) == [["f", "{[1,2),[8,10)}"]])
    }

    @Test func `partitions are made ahead, and take what came before them`() throws {
        let databases = try TestDatabases.shared()
        let ledger = try FleetLedger(PostgresLink(databases.make()))
        let link = ledger.link
        let made = try link.rows(
            "SELECT count(*) FROM pg_inherits WHERE inhparent = 'roost.document'::regclass")[0][0]
        #expect(made == "4")
        try link.run(
            """
            INSERT INTO roost.document (filed, dock, epoch, stream, sequence, sent_ms, clock_trusted, body)
            VALUES ('2030-05-01', 'N', 1, 'wear', 1, 0, true, '{}')
            """)
        #expect(try link.rows("SELECT count(*) FROM roost.document_undated") == [["1"]])
        try link.run("SELECT roost.make_partition('2030-05-01'), roost.make_partition('2030-05-01')")
        #expect(try link.rows("SELECT count(*) FROM roost.document_2030_05") == [["1"]])
        #expect(try link.rows("SELECT count(*) FROM roost.document_undated") == [["0"]])
        try FleetSchema.prepare(PostgresLink(databases.make()))
        try link.run("UPDATE roost.version SET number = 99")
        #expect(throws: PostgresError.self) { try FleetSchema.prepare(link) }
    }

    @Test func `a connection string with a password is seen`() {
        #expect(PostgresLink.namesPassword("postgresql://roost:secret@db/roost"))
        #expect(PostgresLink.namesPassword("host=db password=secret"))
        #expect(!PostgresLink.namesPassword("postgresql://roost@db:5432/roost"))
        #expect(!PostgresLink.namesPassword("postgresql:///roost?host=/run/postgresql"))
    }
}
