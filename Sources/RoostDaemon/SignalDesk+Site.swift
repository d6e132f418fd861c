// SPDX-License-Identifier: Apache-2.0
// Which signals of a site are watched, and what the vehicle's reports say of its own. It judges no reading and never
// watches more than the settings' bound.

internal import DockModel
internal import Fieldbus
internal import Logging
internal import MAVLink
internal import Registers
internal import RoostCore
internal import Settings
internal import Store
internal import VehicleLink

extension SignalDesk {
    /// The desk of a site with what was learned before; nil where the settings want none.
    convenience init?(
        _ configuration: DockConfiguration, devices: [FieldbusDevice], database: RoostDatabase, logger: Logger
    ) {
        let settings = configuration.dock.signals
        guard settings.isWatched else { return nil }
        let all = configuration.dock.signalSources(devices: devices)
        if all.count > SignalSettings.most {
            logger.warning(
                "the detector watches \(SignalSettings.most) of \(all.count) points; name the best in signals.points")
        }
        var stored: [String: [UInt8]?] = [:]
        do {
            for row in try database.signals() { stored.updateValue(row.body, forKey: row.name) }
        } catch {
            logger.error("what was learned of signals cannot be read, they are learned anew: \(error)")
        }
        self.init(all, settings: settings, stored: stored)
        for name in losses { logger.error("what was learned of \(name) cannot be read; it is learned anew") }
    }
}

extension DockSettings {
    /// The signals that the settings want watched: those that answer a question of the core first.
    func signalSources(devices: [FieldbusDevice]) -> [SignalSource] {
        var sources: [SignalSource] = []
        for device in devices {
            for point in device.profile.points {
                let place = PointReference(device: device.id, point: point.id)
                guard signals.points?.contains(place) ?? point.isMeasurement else { continue }
                let least = point.poll == .slow ? 1 : SignalDesk.leastReadings
                sources.append(SignalSource(place: place, unit: point.unit, least: least))
            }
        }
        for signal in VehicleSignal.allCases where signals.points?.contains(signal.place) ?? true {
            sources.append(
                SignalSource(place: signal.place, unit: signal.unit, least: SignalDesk.leastReadings))
        }
        let asked = Set(points.values), leftOut = Set(signals.leftOut)
        sources.removeAll { leftOut.contains($0.place) }
        return sources.filter { asked.contains($0.place) } + sources.filter { !asked.contains($0.place) }
    }
}

extension VehicleReport {
    /// What it says of itself since a time that the detector can watch; vibration means nothing while it is disarmed.
    func signals(after since: Instant) -> [(signal: VehicleSignal, value: Double)] {
        var found: [(VehicleSignal, Double)] = []
        func add<Fact>(_ signal: VehicleSignal, _ fact: Observed<Fact>?, _ value: (Fact) -> Double?) {
            guard let fact, fact.taken > since, let value = value(fact.value) else { return }
            found.append((signal, value))
        }
        add(.batteryVoltage, battery) { $0.voltage?.value }
        add(.batteryTemperature, battery) { $0.temperature?.value }
        add(.cellSpread, equipment.cells) { cells in
            guard let most = cells.max(), let least = cells.min(), cells.count > 1 else { return nil }
            return (most.value - least.value) * 1_000
        }
        add(.satellites, gnss) { $0.satellites.map(Double.init) }
        if isArmed?.value == true { add(.vibration, equipment.vibration) { $0.level } }
        return found
    }
}
