// SPDX-License-Identifier: Apache-2.0
// Whatever the bytes: no trap, bounded memory, and an error that names the place.

import Testing

@testable import FlightLog

@Suite struct HostileTests {
    @Test func `a log cut at any byte gives a summary or a clear error`() throws {
        for bytes in [smallFlight(seconds: 8).bytes, smallDataFlash(seconds: 8).bytes] {
            var earlier = 0
            for length in 0...bytes.count {
                do throws(FlightLogError) {
                    var reader = FlightLogReader()
                    try reader.receive(Array(bytes[..<length]))
                    let found = try reader.finish()
                    let count = found.ulog?.samples ?? found.dataFlash?.records ?? 0
                    #expect(count >= earlier)
                    #expect(found.ulog?.isCorrupt != true)
                    earlier = count
                } catch {
                    #expect(earlier == 0 && "\(error)".hasPrefix("byte "))
                }
            }
            #expect(earlier >= 30)
        }
    }

    @Test func `any single bit may flip`() throws {
        for bytes in [smallFlight(seconds: 8).bytes, smallDataFlash(seconds: 8).bytes] {
            var read = 0
            for place in bytes.indices {
                var damaged = bytes
                damaged[place] ^= 1 << UInt8(place % 8)
                do throws(FlightLogError) {
                    var reader = FlightLogReader()
                    try reader.receive(damaged)
                    _ = try reader.finish()
                    read += 1
                } catch {
                    #expect("\(error)".hasPrefix("byte "))
                }
            }
            #expect(read > bytes.count * 9 / 10)
        }
    }

    @Test func `a flipped bit in the middle costs no more than a few samples`() throws {
        let clean = smallFlight(seconds: 12).bytes
        let start = smallULog().bytes.count
        for place in start..<clean.count - 100 {
            var damaged = clean
            damaged[place] ^= 0x10
            let found = try summary(of: damaged)
            #expect(found.ulog?.samples ?? 0 >= 11 * 5 - 3, "byte \(place)")
        }
    }

    @Test(arguments: [UInt64(1), 2, 3, 4, 5]) func `random bytes end in an error or in few records`(
        seed: UInt64
    ) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        func random() -> UInt8 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(truncatingIfNeeded: state >> 24)
        }
        let noise = (0..<50_000).map { _ in random() }
        #expect(throws: FlightLogError.notALog(searchedBytes: 50_000)) { try summary(of: noise) }
        for log in [smallULog().bytes, smallDataFlash().bytes] {
            #expect(throws: Never.self) { try summary(of: log + noise) }
        }
    }

    @Test func `bytes that never end are given up at a named place`() {
        let zeros = [UInt8](repeating: 0, count: 1 << 20)
        var reader = FlightLogReader()
        #expect(throws: FlightLogError.notALog(searchedBytes: 1 << 20)) {
            for _ in 0..<3 { try reader.receive(zeros) }
        }
        var ulog = FlightLogReader(unreadableBytes: 1 << 20)
        let start = smallFlight().bytes
        let error = #expect(throws: FlightLogError.self) {
            try ulog.receive(start)
            for _ in 0..<3 { try ulog.receive(zeros) }
        }
        guard case .unreadable(let from, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(from >= UInt64(start.count) - 3 && from <= UInt64(start.count) + 3)
    }

    @Test func `claims of huge arrays and endless nesting have no size`() throws {
        var log = ULogBuilder()
        log.format("huge:uint64_t timestamp;double[2000000000] x;")
        log.format("large:uint64_t timestamp;double[65535] x;")
        log.format("self:uint64_t timestamp;self inner;")
        log.format("one:uint64_t timestamp;two a;two b;two c;")
        log.format("two:one[65535] a;one b;")
        for (index, name) in ["huge", "large", "self", "one", "unknown"].enumerated() {
            log.subscribe(name, id: UInt16(index))
            log.sample(UInt16(index), [UInt8](repeating: 1, count: 40))
        }
        let found = try summary(of: log.bytes)
        #expect(found.ulog?.samples == 0)
        #expect(found.ulog?.isCorrupt == true)
    }

    @Test func `definitions without end are refused with their place`() {
        var log = ULogBuilder()
        for index in 0...FlightLogLimit.formats { log.format("f\(index):uint8_t a;") }
        let error = #expect(throws: FlightLogError.self) { try summary(of: log.bytes) }
        guard case .tooMany(_, FlightLogLimit.formats, let offset)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(offset > 100_000 && offset < UInt64(log.bytes.count))
    }

    @Test func `what is no log is refused with what to do`() {
        #expect(throws: FlightLogError.empty) { try summary(of: []) }
        #expect(throws: FlightLogError.textLog) { try summary(of: Array("FMT, 128, 89, FMT, BBnNZ".utf8)) }
        #expect(throws: FlightLogError.cutHeader(bytes: 9)) {
            try summary(of: Array(smallFlight().bytes[..<9]))
        }
        var damaged = smallFlight().bytes
        damaged[5] = 0
        #expect(throws: FlightLogError.damagedHeader(offset: 5)) { try summary(of: damaged) }
    }

    @Test func `a long path is thinned and keeps its ends`() {
        var track = Track()
        for index in 0..<1_000_000 { track.add(UInt64(index), 47 + Double(index) * 1e-7, 8, 500) }
        #expect(track.path.count <= FlightLogLimit.pathPoints)
        #expect(track.path.count > FlightLogLimit.pathPoints / 3)
        #expect(track.path.first?.microseconds == 0 && track.path.last?.microseconds == 999_999)
        #expect(abs(track.distanceMetres - 11_119.48) < 0.1)
    }
}
