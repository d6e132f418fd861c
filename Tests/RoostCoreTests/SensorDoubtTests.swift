// SPDX-License-Identifier: Apache-2.0
// A sensor that cannot be true, or an anemometer that the vehicle contradicts, becomes one incident once that has
// lasted, and the incident ends once the sensor has been believed for long enough.

import DockModel
import Testing

@testable import RoostCore

private let wind = "weather.wind_speed"

extension CoreBench {
    fileprivate mutating func say(
        _ finding: SensorWord.Finding, _ question: SensorWord.Question = .plausible, about sensor: String = wind
    ) {
        feed(.sensors([SensorWord(sensor, question, finding)]))
    }
}

@Suite struct DoubtedSensors {
    @Test func `a sensor is told when it was doubted for a minute, once, and its end after ten minutes of belief`() {
        var bench = CoreBench.resting()
        bench.say(.believed)
        bench.say(.doubted("96 m/s is outside 0 to 75 m/s"))
        bench.pass(59)
        #expect(!bench.isOpen(.sensorImplausible))
        bench.pass(2)
        let told = bench.state.incidents["SENSOR.implausible/\(wind)"]
        #expect(told?.subject == wind && told?.detail == "96 m/s is outside 0 to 75 m/s")
        bench.say(.doubted("97 m/s is outside 0 to 75 m/s"))
        bench.pass(300)
        #expect(bench.mails(.sensorImplausible) == 1)
        bench.say(.believed)
        bench.pass(595)
        #expect(bench.isOpen(.sensorImplausible))
        bench.pass(10)
        #expect(!bench.isOpen(.sensorImplausible))
        #expect(bench.mails(.sensorImplausible) == 2)
        #expect(bench.state.doubts.isEmpty && bench.state.quietSince.isEmpty)
        #expect(bench.broken == [])
    }

    @Test func `a short doubt is no incident, and a loose plug is one incident`() {
        var bench = CoreBench.resting()
        for _ in 0..<10 {
            bench.say(.doubted("x"))
            bench.pass(50)
            bench.say(.believed)
            bench.pass(10)
        }
        #expect(bench.mails(.sensorImplausible) == 0)
        // Doubted for two minutes, believed for five, all day long.
        for _ in 0..<20 {
            bench.say(.doubted("x"))
            bench.pass(120)
            bench.say(.believed)
            bench.pass(300)
        }
        #expect(bench.mails(.sensorImplausible) == 1)
        #expect(bench.broken == [])
    }

    @Test func `what is not known ends no incident and begins none`() {
        var bench = CoreBench.resting()
        bench.say(.doubted("x"))
        bench.pass(30)
        bench.say(.unknown)
        bench.pass(100)
        #expect(!bench.isOpen(.sensorImplausible))
        bench.say(.doubted("x"))
        bench.pass(70)
        bench.say(.believed)
        bench.pass(300)
        bench.say(.unknown)
        bench.pass(1_000)
        #expect(bench.isOpen(.sensorImplausible))
        bench.say(.believed)
        bench.pass(610)
        #expect(!bench.isOpen(.sensorImplausible))
        #expect(bench.broken == [])
    }

    @Test func `a restart forgets a doubt but no incident, which ends when the sensor is believed again`() {
        var bench = CoreBench.resting()
        bench.say(.doubted("x"))
        bench.say(.doubted("y"), about: "weather")
        bench.pass(40)
        bench.say(.believed, about: "weather")
        bench.pass(30)
        #expect(bench.isOpen(.sensorImplausible))
        bench.say(.doubted("z"), about: "charger.current")
        bench.restart(boot: 5)
        bench.pass(300)
        #expect(bench.state.incidents.count { $0.value.kind == .sensorImplausible } == 1)
        bench.say(.believed)
        bench.pass(610)
        #expect(!bench.isOpen(.sensorImplausible))
        #expect(bench.mails(.sensorImplausible) == 2)
        #expect(bench.broken == [])
    }

    @Test func `a bus full of nonsense is told in a bounded number of mails`() {
        var bench = CoreBench.resting()
        bench.feed(.sensors((0..<300).map { SensorWord("d.p\($0)", .plausible, .doubted("x")) }))
        bench.pass(70)
        #expect(bench.mails(.sensorImplausible) == DockState.mostDoubts)
        #expect(bench.state.doubts.count == DockState.mostDoubts)
        bench.feed(.sensors((0..<300).map { SensorWord("d.p\($0)", .plausible, .believed) }))
        bench.pass(610)
        #expect(!bench.isOpen(.sensorImplausible))
        #expect(bench.broken == [])
    }

    @Test func `a doubt changes no evidence and no gate`() {
        var bench = CoreBench.resting()
        bench.say(.doubted("x"))
        bench.say(.doubted("x"), .agreeing)
        bench.pass(70)
        bench.makeDue()
        bench.pass(5)
        #expect(bench.actions.contains(.cover(.open)))
        #expect(bench.broken == [])
    }
}

@Suite struct ContradictedWind {
    @Test func `an anemometer that the vehicle contradicts for a minute is told, and its end after a minute`() {
        var bench = CoreBench.flying()
        bench.say(.doubted("the dock measures 0.2 m/s, the vehicle estimates 14 m/s"), .agreeing)
        bench.pass(61)
        #expect(bench.state.incidents["WEATHER.wind-contradicted/\(wind)"]?.detail.contains("14 m/s") == true)
        bench.say(.believed, .agreeing)
        bench.pass(50)
        #expect(bench.isOpen(.windContradicted))
        bench.pass(11)
        #expect(!bench.isOpen(.windContradicted))
        #expect(bench.mails(.windContradicted) == 2)
        #expect(bench.broken == [])
    }

    @Test func `a landing proves nothing about the wind, a person at the dock ends the incident`() {
        var bench = CoreBench.flying()
        bench.say(.doubted("x"), .agreeing)
        bench.pass(61)
        bench.say(.unknown, .agreeing)
        bench.setVehicle(.onGround, isArmed: false)
        bench.sensors[.vehiclePresent] = 1
        bench.pass(120)
        #expect(bench.isOpen(.windContradicted))
        bench.feed(.operatorSays(.lockOut("maintenance")))
        bench.feed(.operatorSays(.reset))
        bench.pass(1)
        #expect(bench.isOpen(.windContradicted) == bench.state.awaitsPerson)
        #expect(bench.broken == [])
    }
}

extension ContradictedWind {
    @Test func `a person at the dock does not end the incident of a sensor that is doubted still`() {
        var policy = DockPolicy()
        policy.equipped.insert(.serviceKey)
        var bench = CoreBench(policy: policy)
        bench.sensors[.serviceKey] = 0
        bench.feed(.started)
        bench.pass(3)
        bench.say(.doubted("x"), .agreeing)
        bench.pass(61)
        #expect(bench.isOpen(.windContradicted))
        bench.sensors[.serviceKey] = 1
        bench.pass(3)
        #expect(bench.state.phase == .service)
        bench.sensors[.serviceKey] = 0
        bench.pass(5)
        #expect(bench.state.phase != .service && bench.isOpen(.windContradicted))
        #expect(bench.mails(.windContradicted) == 1)
        #expect(bench.broken == [])
    }
}

@Suite struct DoubtProofs {
    private let key = "SENSOR.implausible/weather"

    private func strays(_ step: StepTaken) -> [String] { step.strays().map(\.detail) }

    private func doubting(for seconds: Int) -> StepTaken {
        Scene.resting().always {
            $0.doubts[key] = DoubtedSensor(
                question: .plausible, sensor: "weather", since: Scene.boot + .seconds(-seconds), detail: "x")
        }
    }

    private func telling(_ finding: SensorWord.Finding) -> StepTaken {
        Scene.resting().but { $0.event = .sensors([SensorWord("weather", .plausible, finding)]) }
    }

    @Test func `a lasting doubt that is not told is a stray, and a short one that is told`() {
        #expect(strays(doubting(for: 60)).contains("a lasting doubt is told"))
        #expect(!strays(doubting(for: 59)).contains("a lasting doubt is told"))
        let early = doubting(for: 59).but { step in
            step.after.incidents[key] = Incident(
                kind: .sensorImplausible, subject: "weather", detail: "x", opened: Scene.wall, number: 1)
        }
        #expect(strays(early).contains("\(key) opens without its facts"))
    }

    @Test func `a word that is not noted is a stray`() {
        #expect(strays(telling(.doubted("x"))).contains("a doubt is noted"))
        #expect(!strays(telling(.believed)).contains("a believed sensor is noted"))
        let kept = doubting(for: 5)
        for (finding, stray) in [
            (SensorWord.Finding.believed, "a believed sensor is noted"), (.unknown, "what is not known is noted"),
        ] {
            let step = kept.but { $0.event = .sensors([SensorWord("weather", .plausible, finding)]) }
            #expect(strays(step).contains(stray))
            #expect(!strays(step.but { $0.after.doubts = [:] }).contains(stray))
        }
        let many = Scene.resting().always { state in
            for index in 0..<25 {
                state.doubts["\(index)"] = DoubtedSensor(
                    question: .agreeing, sensor: "\(index)", since: Scene.boot, detail: "x")
            }
        }
        #expect(strays(many).contains("doubts are bounded"))
    }
}
