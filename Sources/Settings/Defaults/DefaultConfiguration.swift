// SPDX-License-Identifier: Apache-2.0
// The configuration that `roost demo` and `make run` use, embedded in the program so that it needs no files. The
// demonstration changes addresses and nothing else.

/// The embedded default configuration.
public enum DefaultConfiguration {
    /// Its files, as they also stand in `examples/`.
    public static var files: ConfigurationFiles {
        ConfigurationFiles(texts: [
            "dock.yaml": dockYAML, "parts.yaml": partsYAML, "hardware/lufft-ws-umb.yaml": weatherProfileYAML,
            "hardware/roost-dock-plc.yaml": plcProfileYAML, "hardware/roost-dock-house.yaml": houseProfileYAML,
            "schedules/perimeter.yaml": perimeterYAML,
            "schedules/perimeter.plan": perimeterPlan,
        ])
    }

    /// The default with the addresses of a demonstration.
    /// - Parameter overlay: what the console has changed of the mail settings; nil for nothing.
    public static func configuration(
        at addresses: DemoAddresses = DemoAddresses(), overlay: MailOverlay? = nil
    ) throws(SettingsError) -> DockConfiguration {
        var files = files
        files.mailOverlay = overlay
        var configuration = try DockConfiguration.load(files: files)
        let changed = overlay?.changes?.values ?? [:]
        for index in configuration.dock.devices.indices {
            configuration.dock.devices[index].line = .tcp(addresses.fieldbus)
        }
        configuration.dock.vehicle.link = .udpIn(addresses.vehicle)
        if changed["host"] == nil { configuration.dock.mail.server = addresses.mail }
        configuration.dock.console.listen = .address(addresses.console)
        if let directory = addresses.storageDirectory { configuration.dock.storageDirectory = directory }
        if let caFile = addresses.mailAuthorityFile { configuration.dock.mail.caFile = caFile }
        if let secretFile = addresses.mailSecretFile, changed["password_file"] == nil {
            configuration.dock.mail.secret = .file(path: secretFile)
        }
        return configuration
    }
}

/// Where the parts of a demonstration listen.
public struct DemoAddresses: Sendable, Equatable {
    /// The simulated dock's Modbus TCP server.
    public var fieldbus: NetworkAddress
    /// Where the simulated vehicle sends its MAVLink.
    public var vehicle: NetworkAddress
    /// The local mail sink.
    public var mail: NetworkAddress
    /// The console.
    public var console: NetworkAddress
    /// The folder of the databases; nil keeps `./var`.
    public var storageDirectory: String?
    /// The PEM file of the mail sink's authority.
    public var mailAuthorityFile: String?
    /// The file with the mail sink's password, mode 0600.
    public var mailSecretFile: String?

    /// Addresses on this machine.
    public init(
        fieldbus: NetworkAddress = NetworkAddress(host: "127.0.0.1", port: 1_502),
        vehicle: NetworkAddress = NetworkAddress(host: "127.0.0.1", port: 14_540),
        mail: NetworkAddress = NetworkAddress(host: "localhost", port: 2_587),
        console: NetworkAddress = NetworkAddress(host: "127.0.0.1", port: 8_437),
        storageDirectory: String? = nil, mailAuthorityFile: String? = nil, mailSecretFile: String? = nil,
    ) {
        (self.fieldbus, self.vehicle, self.mail, self.console) = (fieldbus, vehicle, mail, console)
        self.storageDirectory = storageDirectory
        self.mailAuthorityFile = mailAuthorityFile
        self.mailSecretFile = mailSecretFile
    }
}
