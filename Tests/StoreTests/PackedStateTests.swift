// SPDX-License-Identifier: Apache-2.0
// The packed state: what comes back is what went in, a damaged one is refused, and a state that changes a little costs
// the disk a few pages.

import Testing

@testable import Store

/// A state about as large as that of a dock with thirty parts; some of its figures change with `turn`.
private func state(_ turn: Int) -> [UInt8] {
    let readings = (0..<40).map {
        "\"sensor\($0)\":{\"taken\":{\"nanoseconds\":\(turn * 1_000_003 + $0)},\"value\":\($0)}"
    }
    let parts = (0..<30).map { part in
        "{\"part\":\"part-\(part)\",\"ledger\":{\"plan\":[\"nothing\",0,0],\"replace\":[\"nothing\",0,0]},"
            + "\"trend\":[\(part * 100),0,1,0.0144,0,0.0625,0.0025,0,0,0,0],\"installedAt\":{\"milliseconds\":\(part)}}"
    }
    return bytes("{\"evidence\":{\(readings.joined(separator: ","))},\"parts\":[\(parts.joined(separator: ","))]}")
}

@Suite struct PackedState {
    @Test(arguments: [0, 1, 100, 5_000, 2_000_000]) func `a body comes back as it was`(size: Int) throws {
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 / 7) }
        let packed = try #require(PackedBody.pack(body))
        #expect(packed.count.isMultiple(of: PackedBody.step))
        #expect(PackedBody.unpack(packed) == body)
    }

    @Test func `a body that shrinks to a thousandth comes back too`() throws {
        let body = [UInt8](repeating: 7, count: 9_000_000)
        #expect(PackedBody.unpack(try #require(PackedBody.pack(body))) == body)
    }

    @Test func `a body that an older Roost left plain is read as it is`() {
        #expect(PackedBody.unpack(bytes("{}")) == bytes("{}"))
        #expect(PackedBody.unpack([]) == [])
    }

    @Test func `a torn body is refused and never half of one`() throws {
        let packed = try #require(PackedBody.pack(state(1)))
        for length in [1, 2, packed.count / 4, packed.count / 2] {
            #expect(PackedBody.unpack(Array(packed.prefix(length))) == nil)
        }
        var bent = packed
        bent[100] ^= 0x10
        #expect(PackedBody.unpack(bent) == nil)
    }

    @Test func `a state that changes a little costs at most three pages`() throws {
        let database = try Workbench().open()
        func keep(_ turn: Int) throws {
            var decision = DecisionCommit(moment: noon)
            decision.state = state(turn)
            _ = try database.commit(decision)
        }
        for turn in 1...3 { try keep(turn) }
        let before = try database.writtenOctets()
        for turn in 4..<104 { try keep(turn) }
        #expect(try database.writtenOctets() - before <= 100 * 3 * 4_120)
        #expect(try database.latestState()?.body == state(103))
    }
}
