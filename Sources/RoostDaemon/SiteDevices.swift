// SPDX-License-Identifier: Apache-2.0
// The devices of dock.yaml as the field bus wants them, for the daemon and for the commands that use a line by hand.
// It opens nothing.

public import Fieldbus
internal import Registers
public import Settings

extension DockConfiguration {
    /// A device of dock.yaml with its profile, variant applied; nil when the profile is not there.
    public func fieldbusDevice(_ device: DeviceSettings) -> FieldbusDevice? {
        profile(of: device).map {
            FieldbusDevice(id: device.id, profile: $0, line: device.line.forBus, unit: device.unit)
        }
    }
}

extension LineAddress {
    fileprivate var forBus: FieldbusLine {
        switch self {
        case .tcp(let address): .tcp(host: address.host, port: address.port)
        case .serial(let path, let format): .serial(path: path, format: format)
        }
    }
}
