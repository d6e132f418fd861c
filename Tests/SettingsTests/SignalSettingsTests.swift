// SPDX-License-Identifier: Apache-2.0
// What the detector is told to watch: good settings as values, bad ones with their place and a remedy.

import DockModel
import Registers
import Testing

@testable import Settings

private let place = "# alternates:"

@Suite struct SignalSettingsTests {
    private func signals(_ text: String) throws -> SignalSettings {
        var texts = DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
        texts["dock.yaml", default: ""] += "\n\(text)\n"
        return try DockConfiguration.load(files: ConfigurationFiles(texts: texts)).dock.signals
    }

    private func faults(_ text: String) -> [String] {
        problems("dock.yaml", [(place, "\(text)\n\(place)")]).map { problem in
            // The line moves with the file; the column does not.
            "dock.yaml:" + problem.drop { $0 != ":" }.dropFirst().drop { $0 != ":" }.dropFirst()
        }
    }

    @Test func `without a word all that is measured is watched every five minutes`() throws {
        let settings = try signals("")
        #expect(settings == SignalSettings())
        #expect(settings.isWatched && settings.every == .seconds(300) && settings.threshold == 0.5)
        #expect(try signals("signals: {watch: false}").isWatched == false)
    }

    @Test func `points, cadence and threshold are taken`() throws {
        let settings = try signals(
            """
            signals:
              every: 10 min
              threshold: 0.7
              points: [weather.wind_speed, vehicle.vibration]
              leave_out: [plc.motor_temp]
            """)
        #expect(settings.every == .seconds(600) && settings.threshold == 0.7)
        #expect(
            settings.points == [
                PointReference(device: "weather", point: "wind_speed"), VehicleSignal.vibration.place,
            ])
        #expect(settings.leftOut == [PointReference(device: "plc", point: "motor_temp")])
    }

    @Test func `what cannot be watched is refused where it stands`() {
        #expect(
            faults("signals: {points: [weather.wind_sped]}") == [
                "dock.yaml:20: signals.points: profile \"lufft-ws-umb\" has no point \"wind_sped\" "
                    + "(did you mean \"wind_speed\"?)"
            ])
        #expect(
            faults("signals: {leave_out: [plc]}") == [
                "dock.yaml:23: signals.leave_out \"plc\" is not DEVICE.POINT (write for example weather.wind_speed)"
            ])
        #expect(
            faults("signals: {points: [vehicle.vibrations]}") == [
                "dock.yaml:20: signals.points: \"vehicle.vibrations\" is no signal of a device or of the vehicle "
                    + "(did you mean \"vehicle.vibration\"?)"
            ])
        #expect(
            faults("signals: {points: [plc.limit_open]}") == [
                "dock.yaml:20: signals.points: point \"plc.limit_open\" is no measured number (bool) "
                    + "(choose a point that is no switch, state, counter or text)"
            ])
        #expect(
            faults("signals: {points: [plc.motor_temp, plc.motor_temp]}") == [
                "dock.yaml:36: signals.points names \"plc.motor_temp\" twice (remove one of them)"
            ])
        #expect(faults("signals: {points: [plc.motor_temp], leave_out: [plc.motor_temp]}").count == 1)
        #expect(faults("signals: {every: 5 s}").first?.contains("signals.every \"5 s\" is below 60 s") == true)
        #expect(faults("signals: {threshold: 2}").first?.contains("signals.threshold \"2\" is above 1") == true)
        #expect(faults("signals: {tresholds: 0.5}").first?.contains("threshold") == true)
    }

    @Test func `a measurement has a unit and is no switch, state, counter or setting`() throws {
        let configuration = try DefaultConfiguration.configuration()
        let plc = try #require(configuration.profile(of: configuration.dock.devices[0]))
        let measured = plc.points.filter(\.isMeasurement).map(\.id.text)
        #expect(measured.contains("motor_temp") && measured.contains("cover_current"))
        for other in ["cover_moves", "heartbeat", "cover_state", "limit_open"] { #expect(!measured.contains(other)) }
    }
}
