// SPDX-License-Identifier: Apache-2.0
// The documents for the fleet: in the commit of their decision, numbered without a gap and without a number said twice,
// kept until the broker has them and a while longer, and never at the cost of a decision.

import DockModel
import Fleet
import Foundation
import GRDB
import Testing

@testable import Store

@Suite struct FleetQueueTests {
    private func tell(_ streams: [FleetStream], _ body: String = "{}", in database: RoostDatabase) throws
        -> [String]
    {
        var decision = DecisionCommit(
            moment: noon, journal: [JournalEntry(kind: "decision", body: bytes("{}"))])
        decision.fleet = streams.map { FleetDraft(dock: "NORTH", stream: $0, body: bytes(body)) }
        var faults: [String] = []
        _ = try database.commit(decision) { faults.append($0) }
        return faults
    }

    private func names(_ documents: [WaitingDocument]) -> [String] {
        documents.map { "\($0.stream.rawValue) \($0.sequence)" }
    }

    private func arrived(_ document: WaitingDocument) throws -> ArrivedDocument {
        try ArrivedDocument(document.octets, dock: "NORTH", stream: document.stream)
    }

    @Test func `documents wait most urgent first, each with the next number of its stream`() throws {
        let database = try Workbench().open()
        let queue = FleetQueue(database)
        #expect(try tell([.wear, .rollup, .wear, .incident, .flight], in: database) == [])
        #expect(try names(queue.offer()) == ["incident 1", "flight 1", "wear 1", "wear 2", "rollup 1"])
        #expect(try names(queue.offer(limit: 2)) == ["incident 1", "flight 1"])
        for document in try queue.offer() { #expect(try arrived(document).sequence == document.sequence) }
    }

    @Test func `numbers go on after a restart, whatever became of the documents`() throws {
        let bench = Workbench()
        var database = try bench.open()
        #expect(try tell([.flight, .flight], in: database) == [])
        let before = try FleetQueue(database).offer()
        try FleetQueue(database).delivered([before[0].id])
        try FleetQueue(database).giveUp(before[1].id)
        try database.close()
        database = try bench.open()
        #expect(try tell([.flight], in: database) == [])
        let after = try FleetQueue(database).offer()
        #expect(names(after) == ["flight 3"])
        #expect(try arrived(after[0]).epoch == arrived(before[0]).epoch)
        #expect(try arrived(after[0]).epoch > 0)
    }

    @Test func `a state that no broker can have seen gives way to the next one, and only such a one`() throws
    {
        let database = try Workbench().open()
        let queue = FleetQueue(database)
        #expect(try tell([.state], "{\"old\":1}", in: database) == [])
        #expect(try tell([.flight, .state], "{\"new\":1}", in: database) == [])
        let offered = try queue.offer()
        #expect(names(offered) == ["flight 1", "state 1"])
        #expect(
            String(decoding: offered[1].octets, as: UTF8.self).contains(
                "\"heads\":{\"incident\":0,\"flight\":1,"))
        #expect(String(decoding: offered[1].octets, as: UTF8.self).contains("{\"new\":1}"))
        #expect(try tell([.state], "{\"newer\":1}", in: database) == [])
        #expect(try names(queue.offer()) == ["flight 1", "state 1", "state 2"])
    }

    @Test func `what the fleet lacks waits again, and what is not here is said to be gone`() throws {
        let database = try Workbench().open()
        let queue = FleetQueue(database)
        #expect(try tell(Array(repeating: .flight, count: 5), in: database) == [])
        let documents = try queue.offer()
        try queue.delivered(documents.map(\.id))
        #expect(try queue.offer().isEmpty)
        let epoch = try arrived(documents[0]).epoch
        try database.queue.inDatabase { try $0.execute(sql: "DELETE FROM fleet_document WHERE sequence = 3") }
        let ranges = [try #require(SequenceRange(2, 4)), try #require(SequenceRange(6, 9))]
        let gone = try queue.repeatDocuments(RangeNote(epoch: epoch, stream: .flight, ranges: ranges))
        #expect(gone.ranges == [try #require(SequenceRange(3, 3)), try #require(SequenceRange(6, 9))])
        #expect(try names(queue.offer()) == ["flight 2", "flight 4"])
        #expect(try queue.offer().map(\.octets) == [documents[1].octets, documents[3].octets])
        let foreign = RangeNote(epoch: epoch ^ 1, stream: .flight, ranges: ranges)
        #expect(try queue.repeatDocuments(foreign) == foreign)
    }

    @Test func `a restored queue begins a new epoch, and what waited in it keeps its old number`() throws {
        let database = try Workbench().open()
        let queue = FleetQueue(database)
        #expect(try tell([.flight, .flight, .wear, .state], in: database) == [])
        let old = try queue.offer()
        try queue.delivered([old[0].id])
        for _ in 0..<2 { try queue.beginAnew() }
        #expect(try tell([.flight, .state, .state], in: database) == [])
        let offered = try queue.offer().map { try arrived($0) }
        let epoch = try arrived(old[0]).epoch
        let kept = offered.filter { $0.epoch == epoch }
        #expect(kept.map { "\($0.stream) \($0.sequence)" } == ["flight 2", "state 1", "wear 1"])
        let new = offered.filter { $0.epoch != epoch }
        #expect(Set(new.map(\.epoch)).count == 1)
        #expect(new.map { "\($0.stream) \($0.sequence)" }.sorted() == ["flight 1", "state 1"])
        // Nothing of the old epoch is here any more for a request, and nothing of the new is taken for it.
        let range = try #require(SequenceRange(1, 9))
        let asked = RangeNote(epoch: epoch, stream: .flight, ranges: [range])
        #expect(try queue.repeatDocuments(asked) == asked)
    }

    @Test func `a full queue sheds what matters least, counts it, and says so`() throws {
        let database = try Workbench().open()
        let queue = FleetQueue(database)
        #expect(try tell([.incident], in: database) == [])
        let large = "{\"text\":\"\(String(repeating: "x", count: 15_000))\"}"
        for _ in 0..<6 {
            let streams =
                Array(repeating: FleetStream.rollup, count: 250) + Array(repeating: .wear, count: 150)
            #expect(try tell(streams, large, in: database) == [])
        }
        let figures = try queue.figures()
        #expect(figures.madeTotal == 2_401 && figures.waiting + Int(figures.shedTotal) == 2_401)
        #expect(figures.waiting * 15_000 <= FleetQueueLimit.waitingOctets + 256 * 15_200)
        #expect(try tell([.state], in: database) == [])
        let first = try queue.offer(limit: 2)
        #expect(names(first) == ["incident 1", "state 1"])
        #expect(try arrived(first[1]).shed == figures.shedTotal && figures.shedTotal > 100)
        let wear = try database.queue.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM fleet_document WHERE stream = 'wear'")
        }
        #expect(wear == 900)
    }

    @Test func `a fault of the queue is said and costs no decision`() throws {
        let database = try Workbench().open()
        try database.queue.inDatabase { try $0.execute(sql: "DROP TABLE fleet_document") }
        let faults = try tell([.incident], in: database)
        #expect(faults.count == 1 && faults[0].contains("fleet_document"))
        #expect(try database.journal(after: 0, limit: 10).count == 1)
    }

    @Test func `a torn document is not sent`() throws {
        let database = try Workbench().open()
        #expect(try tell([.flight, .flight], in: database) == [])
        try database.queue.inDatabase {
            try $0.execute(
                sql: "UPDATE fleet_document SET octets = ? WHERE sequence = 1", arguments: [Data("x".utf8)])
        }
        #expect(try names(FleetQueue(database).offer()) == ["flight 2"])
        #expect(try FleetQueue(database).figures().shedTotal == 1)
    }
}
