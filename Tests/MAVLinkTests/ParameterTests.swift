// SPDX-License-Identifier: Apache-2.0
// The parameter exchanges over good and faulty links, with the habits of both families and lists that change meanwhile.

import DockModel
import Testing

@testable import MAVLink

private let families = [Autopilot.px4, .ardupilot]

@Suite struct ParameterValueTests {
    @Test func `PX4 sends the bits of a whole number, ArduPilot the number`() throws {
        let bytewise = try #require(ParameterValue(-3, type: .int32, encoding: .bytewise))
        #expect(bytewise.bits == 0xFFFF_FFFD)
        #expect(bytewise.number == -3 && bytewise.text == "-3")
        let cast = try #require(ParameterValue(-3, type: .int32, encoding: .cast))
        #expect(cast.bits == Float(-3).bitPattern)
        #expect(cast.number == -3 && cast.text == "-3")
        #expect(ParameterValue(bits: 5, type: .int32, encoding: .bytewise).number == 5)
        #expect((ParameterValue(bits: 5, type: .int32, encoding: .cast).number ?? 1) < 1e-40)
    }

    @Test func `every whole type keeps its ends byte-wise and nothing beyond`() {
        let ends: [(MAVParamType, Double, Double)] = [
            (.uint8, 0, 255), (.int8, -128, 127), (.uint16, 0, 65_535), (.int16, -32_768, 32_767),
            (.uint32, 0, 4_294_967_295), (.int32, -2_147_483_648, 2_147_483_647),
        ]
        for (type, least, most) in ends {
            for number in [least, most] {
                #expect(
                    ParameterValue(number, type: type, encoding: .bytewise)?.number == number, "\(type.word)")
            }
            for number in [least - 1, most + 1, 0.5, .nan, .infinity] {
                #expect(
                    ParameterValue(number, type: type, encoding: .bytewise) == nil, "\(type.word) \(number)")
                #expect(ParameterValue(number, type: type, encoding: .cast) == nil, "\(type.word) \(number)")
            }
        }
        #expect(ParameterValue(1, type: .int64, encoding: .bytewise) == nil)
        #expect(ParameterValue(bits: 1, type: .int64, encoding: .bytewise).number == nil)
        #expect(ParameterValue(bits: 1, type: .int64, encoding: .bytewise).text == "unreadable")
        #expect(ParameterValue(16_777_217, type: .int32, encoding: .cast) == nil)
        #expect(ParameterValue(1e39, type: .real32, encoding: .cast) == nil)
    }

    @Test func `a value is compared as near as its type can hold it`() throws {
        let tenth = try #require(ParameterValue(0.1, type: .real32, encoding: .bytewise))
        #expect(tenth.isEqual(to: 0.1) && tenth.isAtLeast(0.1) && tenth.isAtMost(0.1) && tenth.text == "0.1")
        #expect(!tenth.isEqual(to: 0.100_001))
        let great = ParameterValue(bits: 16_777_217, type: .int32, encoding: .bytewise)
        #expect(great.isEqual(to: 16_777_217) && !great.isEqual(to: 16_777_216))
        let nan = ParameterValue(bits: Float.nan.bitPattern, type: .real32, encoding: .cast)
        #expect(!nan.isEqual(to: 0) && !nan.isAtLeast(-1e9) && !nan.isAtMost(1e9))
        #expect(ParameterRequirement("X", least: 0, most: nil).difference(to: nan) != nil)
        #expect(ParameterRequirement("X", least: nil, most: 5).difference(to: nan) != nil)
    }

    @Test func `the encoding is what the vehicle says, else the habit of its family`() {
        #expect(ParameterEncoding(of: .px4) == .bytewise)
        #expect(ParameterEncoding(of: .ardupilot) == .cast)
        // Both families set PARAM_FLOAT: it says nothing.
        #expect(ParameterEncoding(of: .px4, capabilities: [.paramFloat]) == .bytewise)
        #expect(ParameterEncoding(of: .ardupilot, capabilities: [.paramEncodeBytewise]) == .bytewise)
        #expect(ParameterEncoding(of: .px4, capabilities: [.paramEncodeCCast]) == .cast)
        #expect(
            ParameterEncoding(of: .px4, capabilities: [.paramEncodeBytewise, .paramEncodeCCast]) == .bytewise)
        #expect(
            ParameterEncoding(of: .other, capabilities: [.paramEncodeBytewise, .paramFloat]) == .bytewise)
    }

    @Test func `a difference names parameter, value, wanted value and reason`() {
        let wanted = ParameterRequirement("NAV_DLL_ACT", least: 2, most: 3, reason: "return or land")
        let zero = ParameterValue(0, type: .int32, encoding: .bytewise)
        #expect(
            wanted.difference(to: zero)?.description
                == "parameter NAV_DLL_ACT is 0, wanted 2 to 3 (return or land)")
        #expect(
            wanted.difference(to: nil)?.description
                == "the vehicle has no parameter NAV_DLL_ACT, wanted 2 to 3 (return or land)")
        #expect(wanted.difference(to: ParameterValue(2, type: .int32, encoding: .bytewise)) == nil)
        #expect(ParameterRequirement("RTL_ALT", 3_000, isOptional: true).difference(to: nil) == nil)
        #expect(ParameterRequirement("A", least: nil, most: 1.5).wanted == "at most 1.5")
        for family in families {
            let list = ParameterRequirement.recommended(for: family)
            #expect(
                Set(list.map(\.name)).count == list.count && list.allSatisfy { Parameter.isName($0.name) })
            #expect(list.allSatisfy { ($0.least ?? -1e9) <= ($0.most ?? 1e9) && !$0.reason.isEmpty })
        }
    }
}

@Suite struct ParameterReadTests {
    private func read(
        _ peer: inout ParameterPeer, _ link: FaultyLink = FaultyLink(generator: SeededGenerator(seed: 1)),
        timing: ParameterTiming = .standard
    ) -> (ParameterReadOutcome?, [any MAVLinkMessage]) {
        var link = link,
            machine = ParameterRead(
                between: ends, encoding: peer.encoding, hasHash: peer.family == .px4, timing: timing)
        let sent = run(&machine, against: &peer, over: &link)
        return (machine.outcome, sent)
    }

    @Test(arguments: families, 0..<12)
    func `a list is read whole over a link that loses, repeats and reorders`(
        family: Autopilot, seed: Int
    ) {
        var peer = ParameterPeer(family, sampleParameters(300, family == .px4 ? .bytewise : .cast))
        let held = peer.parameters
        let link = FaultyLink(
            loss: 15, repetition: 15, reordering: 20, generator: SeededGenerator(seed: UInt64(seed)))
        let (outcome, _) = read(&peer, link)
        guard case .read(let list) = outcome else {
            Issue.record("\(String(describing: outcome))")
            return
        }
        #expect(list.parameters == held, "seed \(seed)")
        #expect(list.isSteady && (family == .ardupilot || list.hash == peer.hash))
        #expect(list["MPC_XY_VEL_P_ACC"] == held[3].value && list[Parameter.hashName] == nil)
    }

    @Test(arguments: families) func `a good link needs the list, the check sum and no question more`(
        family: Autopilot
    ) {
        var peer = ParameterPeer(family, sampleParameters(1_400, family == .px4 ? .bytewise : .cast))
        let (outcome, sent) = read(&peer)
        guard case .read(let list) = outcome else {
            Issue.record("\(String(describing: outcome))")
            return
        }
        #expect(list.parameters.count == 1_400)
        #expect(sent.count == (family == .px4 ? 2 : 1), "\(sent.count) messages")
    }

    @Test(arguments: families)
    func `parameters that appear during the read are all there and the order is new`(
        family: Autopilot
    ) throws {
        let encoding: ParameterEncoding = family == .px4 ? .bytewise : .cast
        var peer = ParameterPeer(family, sampleParameters(200, encoding))
        let late = Parameter(
            name: "A_LATE", value: try #require(ParameterValue(7, type: .int32, encoding: encoding)))
        peer.event = (
            90,
            { peer in
                peer.parameters.insert(late, at: 10)
                return [peer.value(10, named: true)]
            }
        )
        let (outcome, _) = read(&peer)
        guard case .read(let list) = outcome else {
            Issue.record("\(String(describing: outcome))")
            return
        }
        #expect(list.parameters == peer.parameters && list.parameters.count == 201)
        #expect(list["A_LATE"]?.number == 7)
    }

    @Test(arguments: families, [false, true]) func `parameters that disappear during the read are not there`(
        family: Autopilot, saysErrors: Bool
    ) {
        var peer = ParameterPeer(family, sampleParameters(200, family == .px4 ? .bytewise : .cast))
        peer.saysErrors = saysErrors
        peer.event = (
            120,
            { peer in
                peer.parameters.removeSubrange(5..<9)
                return []
            }
        )
        let link = FaultyLink(loss: 10, generator: SeededGenerator(seed: 5))
        let (outcome, _) = read(&peer, link)
        guard case .read(let list) = outcome else {
            Issue.record("\(String(describing: outcome))")
            return
        }
        #expect(list.parameters == peer.parameters && list.parameters.count == 196)
    }

    @Test func `one that goes while another comes does not leave two under one place`() throws {
        var peer = ParameterPeer(.ardupilot, sampleParameters(120, .cast))
        let new = Parameter(
            name: "A_NEW", value: try #require(ParameterValue(1, type: .int8, encoding: .cast)))
        peer.event = (
            100,
            { peer in
                peer.parameters.remove(at: 110)
                peer.parameters.insert(new, at: 20)
                return []
            }
        )
        let (outcome, _) = read(&peer, FaultyLink(loss: 5, generator: SeededGenerator(seed: 3)))
        guard case .read(let list) = outcome else {
            Issue.record("\(String(describing: outcome))")
            return
        }
        #expect(list.parameters == peer.parameters)
    }

    @Test func `a value that changes behind the list is found by PX4's check sum`() throws {
        var peer = ParameterPeer(.px4, sampleParameters(100, .bytewise))
        let new = try #require(ParameterValue(99, type: .int32, encoding: .bytewise))
        peer.event = (
            90,
            { peer in
                peer.parameters[2].value = new
                peer.hash = 1
                return []
            }
        )
        let (outcome, _) = read(&peer)
        #expect(outcome == .read(ParameterList(peer.parameters, hash: 1)))
    }

    @Test func `a check sum that never stands still is told and the read ends`() {
        var peer = RestlessPeer(peer: ParameterPeer(.px4, sampleParameters(50, .bytewise)))
        var link = FaultyLink(generator: SeededGenerator(seed: 1))
        var machine = ParameterRead(between: ends, encoding: .bytewise, hasHash: true)
        run(&machine, against: &peer, over: &link)
        guard case .read(let list) = machine.outcome else {
            Issue.record("\(String(describing: machine.outcome))")
            return
        }
        #expect(!list.isSteady && list.parameters.count == 50)
    }

    @Test func `frames of others, of the former length and without a usable name change nothing`() {
        var machine = ParameterRead(between: ends, encoding: .cast, hasHash: false)
        _ = machine.start(at: seconds(0))
        func value(_ name: String, _ place: UInt16, of count: UInt16) -> ParamValueMessage {
            ParamValueMessage(
                paramID: FixedText(name), paramValue: 1, paramType: .real32, paramCount: count,
                paramIndex: place)
        }
        let stranger = MAVLinkAddress(system: 9, component: 1),
            camera = MAVLinkAddress(system: 1, component: 100)
        for source in [stranger, camera] {
            _ = machine.receive(frame(value("A", 0, of: 1), from: source), at: seconds(0))
        }
        for message in [
            value("", 0, of: 1), value("BÄD", 0, of: 1), value("A B", 0, of: 1), value("A", 0, of: 0),
        ] {
            _ = machine.receive(frame(message), at: seconds(0))
        }
        #expect(machine.outcome == nil && machine.expected == nil)
        _ = machine.receive(frame(value("A", 0, of: 3)), at: seconds(0))
        let anew = machine.receive(frame(value("A", 0, of: 2)), at: seconds(0.1))
        #expect(anew.contains { $0 is ParamRequestListMessage })
        #expect(machine.receive(frame(value("B", 1, of: 3)), at: seconds(0.2)).isEmpty)
        _ = machine.receive(frame(value("A", 0, of: 2)), at: seconds(0.3))
        _ = machine.receive(frame(value("B", 1, of: 2)), at: seconds(0.3))
        guard case .read(let list) = machine.outcome else {
            Issue.record("\(String(describing: machine.outcome))")
            return
        }
        #expect(list.parameters.map(\.name) == ["A", "B"])
    }

    @Test func `a vehicle that stops, never answers, boasts or never stands still is given up`() {
        var silent = ParameterRead(between: ends, encoding: .cast, hasHash: false), now = seconds(0),
            questions = 0
        _ = silent.start(at: now)
        while silent.outcome == nil, now < seconds(200) {
            now = now + .milliseconds(500)
            questions += silent.tick(at: now).count
        }
        #expect(silent.outcome == .timedOut(because: "no answer to the question for the list"))
        #expect(questions == ParameterTiming.standard.attempts - 1)
        var stopped = ParameterRead(between: ends, encoding: .cast, hasHash: false)
        _ = stopped.start(at: seconds(0))
        _ = stopped.receive(frame(ParamValueMessage(paramID: "A", paramCount: 9)), at: seconds(0))
        now = seconds(0)
        while stopped.outcome == nil, now < seconds(200) {
            now = now + .milliseconds(500)
            _ = stopped.tick(at: now)
        }
        #expect(stopped.outcome == .timedOut(because: "the vehicle stopped; 1 of 9 parameters were read"))
        var boasting = ParameterRead(between: ends, encoding: .cast, hasHash: false)
        _ = boasting.start(at: seconds(0))
        _ = boasting.receive(frame(ParamValueMessage(paramID: "A", paramCount: .max)), at: seconds(0))
        #expect(boasting.outcome == .timedOut(because: "the vehicle has 65535 parameters, at most 20000"))
        var restless = ParameterRead(between: ends, encoding: .cast, hasHash: false)
        _ = restless.start(at: seconds(0))
        for count: UInt16 in 1...20 where restless.outcome == nil {
            _ = restless.receive(
                frame(ParamValueMessage(paramID: "A", paramCount: 100 + count)), at: seconds(0))
        }
        guard case .timedOut(let reason) = restless.outcome else {
            Issue.record("\(String(describing: restless.outcome))")
            return
        }
        #expect(reason.hasPrefix("the parameters did not stand still"))
    }
}

/// A PX4 whose check sum changes with every question.
private struct RestlessPeer: ScriptedPeer {
    var peer: ParameterPeer
    mutating func answer(_ message: any MAVLinkMessage) -> [any MAVLinkMessage] {
        peer.hash &+= 1
        return peer.answer(message)
    }
    mutating func pass(_ now: Instant) -> [any MAVLinkMessage] { peer.pass(now) }
}

@Suite struct ParameterByNameTests {
    private func read(_ names: [String], _ peer: inout ParameterPeer, _ link: FaultyLink)
        -> ParameterNamesOutcome?
    {
        var link = link, machine = ParameterReadNames(names, between: ends, encoding: peer.encoding)
        run(&machine, against: &peer, over: &link)
        return machine.outcome
    }

    @Test(arguments: families, [false, true])
    func `names are read over a faulty link and the missing ones told`(
        family: Autopilot, saysErrors: Bool
    ) {
        for seed: UInt64 in 0..<10 {
            var peer = ParameterPeer(family, sampleParameters(60, family == .px4 ? .bytewise : .cast))
            peer.saysErrors = saysErrors
            let names = peer.parameters.map(\.name)
            let link = FaultyLink(
                loss: 10, repetition: 10, reordering: 20, generator: SeededGenerator(seed: seed))
            guard
                case .read(let values, let missing) = read(
                    names + ["NOT_THERE", "MPC_XY_VEL_P_AC"], &peer, link)
            else {
                Issue.record("no values")
                return
            }
            #expect(missing == ["NOT_THERE", "MPC_XY_VEL_P_AC"], "seed \(seed)")
            #expect(values == Dictionary(peer.parameters.map { ($0.name, $0.value) }) { first, _ in first })
        }
    }

    @Test func `only names the vehicle lacks are told apart from a vehicle that is silent`() {
        var peer = ParameterPeer(.px4, sampleParameters(3, .bytewise))
        let good = FaultyLink(generator: SeededGenerator(seed: 1))
        #expect(read(["NOT_THERE"], &peer, good) == .read([:], missing: ["NOT_THERE"]))
        let dead = FaultyLink(loss: 100, generator: SeededGenerator(seed: 1))
        #expect(
            read(["NOT_THERE"], &peer, dead)
                == .timedOut(because: "no answer to the question for parameter NOT_THERE, asked 8 times"))
        #expect(read([], &peer, dead) == .read([:], missing: []))
        #expect(read(["NAME_OF_17_BYTES_"], &peer, dead) == .read([:], missing: ["NAME_OF_17_BYTES_"]))
    }
}

@Suite struct ParameterWriteTests {
    private func write(
        _ name: String, _ number: Double, _ peer: inout ParameterPeer,
        _ link: FaultyLink = FaultyLink(generator: SeededGenerator(seed: 1))
    ) -> ParameterWriteOutcome? {
        var link = link, machine = ParameterWrite(name, to: number, between: ends, encoding: peer.encoding)
        run(&machine, against: &peer, over: &link)
        return machine.outcome
    }

    @Test(arguments: families, 0..<20) func `a value is set and read back over a faulty link`(
        family: Autopilot, seed: Int
    ) throws {
        var peer = ParameterPeer(family, sampleParameters(20, family == .px4 ? .bytewise : .cast))
        let link = FaultyLink(
            loss: 15, repetition: 15, reordering: 20, generator: SeededGenerator(seed: UInt64(seed)))
        let wanted = try #require(ParameterValue(-12, type: .int32, encoding: peer.encoding))
        #expect(write("P1004_X", -12, &peer, link) == .held(wanted), "seed \(seed)")
        #expect(peer.parameters[4].value == wanted)
    }

    @Test(arguments: families) func `a value that is there already is not set again`(family: Autopilot) {
        var peer = ParameterPeer(family, sampleParameters(9, family == .px4 ? .bytewise : .cast))
        let held = peer.parameters[4].value
        #expect(write("P1004_X", held.number ?? 0, &peer) == .held(held))
        #expect(peer.sets == 0)
    }

    @Test(arguments: families) func `a limited value, a refusal and a value that does not fit are told`(
        family: Autopilot
    ) throws {
        var peer = ParameterPeer(family, sampleParameters(9, family == .px4 ? .bytewise : .cast))
        peer.limit = 0...100
        let limited = try #require(ParameterValue(100, type: .int32, encoding: peer.encoding))
        #expect(write("P1004_X", 5_000, &peer) == .differs(limited))
        #expect(
            write("P1004_X", 0.5, &peer) == .refused(because: "0.5 does not fit a parameter of type int32"))
        peer.saysErrors = true
        peer.refused = .readOnly
        #expect(write("P1004_X", 50, &peer) == .refused(because: "it can only be read"))
        #expect(write("NOT_THERE", 50, &peer) == .refused(because: "the vehicle has no such parameter"))
        peer.saysErrors = false
        #expect(
            write("NOT_THERE", 50, &peer)
                == .timedOut(because: "no answer about parameter NOT_THERE, asked 8 times"))
        #expect(
            write("not a name!", 50, &peer) == .refused(because: "\"not a name!\" is no parameter's name"))
    }
}
