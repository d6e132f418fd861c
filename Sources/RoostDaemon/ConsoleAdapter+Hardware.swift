// SPDX-License-Identifier: Apache-2.0
// Devices and points as the console shows them: the bus's own counts, and each reading as it was judged. It reads what
// is known and asks no device.

internal import Console
internal import DockModel
internal import Fieldbus
internal import Host
internal import Registers
internal import RoostCore
internal import Settings

extension ConsoleAdapter {
    func hardware() async -> HardwarePage {
        let now = clock.now()
        let devices = await fieldbus.bus.statistics()
        let readings = await fieldbus.bus.latest(devices.map(\.device))
        return HardwarePage(
            now: now.wall, devices: devices.map { fact(of: $0, at: now.boot) },
            points: readings.prefix(HardwarePage.mostPoints).map { fact(of: $0, at: now.boot) })
    }

    private func fact(of device: DeviceStatistics, at now: Instant) -> DeviceFact {
        let profile = fieldbus.profiles[device.device]
        var fact = DeviceFact(
            id: device.device.text, model: profile.map { "\($0.maker) \($0.model)" } ?? "", line: device.line,
            unit: device.unit)
        (fact.isAnswering, fact.isFrozen) = (device.isConnected, device.isFrozen)
        fact.isOptional = fieldbus.optional.contains(device.device)
        (fact.requests, fact.good) = (device.requests, device.good)
        fact.faults = device.faults.map { FaultCount(name: $0.name, count: $0.count) }
        (fact.middleReplyTime, fact.slowestReplyTime) = (device.middleReplyTime, device.slowestReplyTime)
        fact.lastGoodAge = device.lastGood.map { max(.zero, $0.duration(to: now)) }
        (fact.connects, fact.returns) = (device.connects, device.returns)
        fact.leftAlone = device.quarantined.map(\.text)
        return fact
    }

    private func fact(of reading: Reading, at now: Instant) -> PointFact {
        let judged = fieldbus.judged(reading)
        let place = PointReference(device: reading.device, point: reading.point)
        var row = ReadingRow(name: reading.point.text, reading: judged, now: now)
        if judged.quality == .neverRead { row.age = nil }
        return PointFact(
            device: reading.device.text, role: fieldbus.roles[place]?.rawValue, reading: row,
            assumed: fieldbus.profiles[reading.device].flatMap { fieldbus.assumption(of: judged, $0) })
    }
}
