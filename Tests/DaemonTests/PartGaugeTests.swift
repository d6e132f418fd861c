// SPDX-License-Identifier: Apache-2.0
// What devices, the vehicle and the computer say of parts, as figures: one a flight, one an hour, and none from what
// was not measured.

import DockModel
import Foundation
import Settings
import Testing
import Wear

@testable import MAVLink
@testable import RoostCore
@testable import RoostDaemon

private func at(_ seconds: Double) -> Instant { Instant(seconds: seconds) }

@Suite struct PartGauges {
    private func figures(_ event: Event?) -> [PartSignal: Double] {
        guard case .measured(let told)? = event else { return [:] }
        return Dictionary(uniqueKeysWithValues: told.map { ($0.signal, $0.value) })
    }

    @Test func `a point's figure is the median of its hours, without the times it was switched off`() throws {
        let description = try PartDescription(
            id: "fan", name: "Fan", measure: .measured(kind: "fan", unit: "rpm", new: 2_400, endOfLife: 2_040),
            use: .poweredHours, typicalLife: 60_000, lifeSpread: 9_000, plannedUsesPerDay: 24, leadDays: 1,
            orderDays: 1, severity: .warning)
        let gauge = PointGauge([PartRule(description: description, measure: PartSignal(rawValue: "house.fan_speed"))])
        let fan = PointReference(device: "house", point: "fan_speed")
        let box = PointReference(device: "house", point: "box_temp")
        var told: [Double] = []
        for minute in 0..<600 {
            // Off for a third of the time, and one absurd reading.
            let value = minute % 3 == 0 ? 0 : minute == 100 ? 9_999 : 2_300 + Double(minute % 5)
            let event = gauge.take(value, of: fan, at: at(Double(minute) * 60))
            told += figures(event).values
            #expect(gauge.take(1, of: box, at: at(Double(minute) * 60)) == nil)
        }
        #expect((9...11).contains(told.count))
        #expect(told.allSatisfy { abs($0 - 2_302) <= 2 }, "\(told)")
    }

    @Test(arguments: [AutopilotDialectName.px4, .ardupilot])
    func `a vehicle's own messages become figures when it has landed`(dialect: AutopilotDialectName) {
        let gauge = VehicleGauge()
        var report = VehicleReport(address: MAVLinkAddress(system: 1, component: 1))
        var told: [PartSignal: Double] = [:]
        var encoder = FrameEncoder(source: MAVLinkAddress(system: 1, component: 1))
        func hear(_ message: some MAVLinkMessage, _ now: Instant) {
            var parser = FrameParser()
            for frame in parser.receive(encoder.encode(message)) { report.receive(frame, at: now) }
        }
        for second in 0..<180 {
            let now = at(1_000 + Double(second)), isAloft = (20..<170).contains(second)
            let current = second % 6 < 3 ? 40.0 : 28
            hear(HeartbeatMessage(baseMode: isAloft ? .safetyArmed : []), now)
            hear(
                BatteryStatusMessage(
                    id: 0, temperature: .max,
                    voltages: FixedArray(
                        [UInt16](repeating: isAloft ? UInt16(4_000 - current * 3) : 4_010, count: 6), filler: .max),
                    currentBattery: isAloft ? Int16(current * 100) : 10, currentConsumed: Int32(second * 20),
                    batteryRemaining: Int8(95 - second / 4)), now)
            hear(VibrationMessage(vibrationX: 8, vibrationY: 9, vibrationZ: 11, clipping0: UInt32(second / 60)), now)
            switch dialect {
            case .px4:
                hear(ESCStatusMessage(current: FixedArray([7, 7.5, 7, 7], filler: 0)), now)
                hear(ESCInfoMessage(count: 4, temperature: FixedArray([2_500, 4_200, 2_500, .max], filler: .max)), now)
                hear(BatteryInfoMessage(cycleCount: 81, fullChargeCapacity: 11.7), now)
            case .ardupilot:
                hear(
                    ESCTelemetry1To4Message(
                        temperature: FixedArray([25, 42, 25, 25], filler: 0),
                        current: FixedArray([700, 750, 700, 700], filler: 0)), now)
            }
            hear(CameraTriggerMessage(seq: UInt32(second / 30)), now)
            if let event = gauge.take(report, isAloft: isAloft, at: now) { told = figures(event) }
        }
        #expect(told[.vibration] == 11 && told[.motorCurrent] == 7.5 && told[.shots] == 6)
        #expect(told[.cellSpread] == 0)
        // 3 mV a cell and ampere, six cells.
        #expect(abs((told[.packResistance] ?? 0) - 18) < 0.5)
        switch dialect {
        case .px4: #expect(abs((told[.packCapacity] ?? 0) - 11.7) < 1e-5 && told[.packCycles] == 81)
        case .ardupilot: #expect(abs((told[.packCapacity] ?? 0) - 8) < 0.4 && told[.packCycles] == nil)
        }
    }

    @Test(arguments: [
        ("0x01 0x01\n", 5.0), ("0x02 0x05", 45), ("0x0b 0x01", 105), ("0x00 0x00", nil), ("0x0c", nil), ("", nil),
        ("hello 0x03", 25),
    ])
    func `an eMMC's estimates become a share of its life`(text: String, used: Double?) {
        #expect(DiskGauge.used(text) == used)
    }

    @Test func `the most worn disk that says it counts, and a machine without one says nothing`() throws {
        let root = NSTemporaryDirectory() + "roost-disks-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: root) }  // a left-over folder harms nothing
        for (disk, text) in [("mmcblk0", "0x02 0x01"), ("mmcblk1", "0x04 0x03")] {
            try FileManager.default.createDirectory(atPath: "\(root)/\(disk)/device", withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(root)/\(disk)/device/life_time"))
        }
        try FileManager.default.createDirectory(atPath: "\(root)/sda", withIntermediateDirectories: true)
        #expect(DiskGauge(root: root).lifeUsed() == 35)
        #expect(DiskGauge(root: root + "/none").lifeUsed() == nil)
    }

    @Test func `the uplink is told in hours a week, after a day of watching, and a gap is no watching`() {
        var gauge = UplinkGauge()
        for minute in 0..<1_439 { gauge.look(isDown: minute % 10 == 0, at: at(Double(minute) * 60)) }
        #expect(gauge.hoursAWeek == nil)
        for minute in 1_439..<3_000 { gauge.look(isDown: minute % 10 == 0, at: at(Double(minute) * 60)) }
        #expect(abs((gauge.hoursAWeek ?? 0) - 16.8) < 0.1)
        gauge.look(isDown: true, at: at(9e6))
        #expect(abs((gauge.hoursAWeek ?? 0) - 16.8) < 0.1)
        // What is a week old is forgotten.
        for minute in 0..<20_000 { gauge.look(isDown: false, at: at(9e6 + Double(minute) * 60)) }
        #expect(gauge.hoursAWeek == 0)
    }
}

/// The two families of autopilots, for the arguments of a test.
enum AutopilotDialectName: String, Sendable { case px4, ardupilot }
