// SPDX-License-Identifier: Apache-2.0
// Hardware profiles from a folder or a file, and devices from dock.yaml, for the commands of `roost hardware`. What is
// wrong is said with file, line and column, and ends the command.

import ArgumentParser
import DockModel
import Fieldbus
import Foundation
import Registers
import RoostDaemon
import Settings

/// Where the profiles are.
struct HardwareShelfOptions: ParsableArguments {
    @Option(name: .customLong("hardware"), help: "Folder of hardware profiles (.yaml).")
    var folder = "/etc/roost/hardware"

    /// A profile file that was read, or what is wrong with it.
    struct Entry {
        var file: String
        var result: Result<DeviceProfile, SettingsError>
    }

    /// Every profile of the folder, by file name.
    func entries() throws -> [Entry] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            CommandOutput.complain("\(folder): the folder cannot be read; name it with --hardware DIR")
            throw CommandExit.badConfiguration
        }
        return try names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.sorted().map { name in
            let path = folder + "/" + name
            return Entry(file: path, result: Self.read(try Self.bytes(path), file: path))
        }
    }

    /// One profile by its file, or by its id in the folder; problems end the command.
    func profile(_ name: String, variant: String?) throws -> DeviceProfile {
        let path = name.hasSuffix(".yaml") ? name : folder + "/" + name + ".yaml"
        let profile: DeviceProfile
        switch Self.read(try Self.bytes(path), file: path) {
        case .success(let found): profile = found
        case .failure(let error): throw CommandExit.fail(error)
        }
        let names = profile.variants.map(\.name).joined(separator: ", ")
        guard let variant else {
            guard profile.variants.isEmpty else {
                CommandOutput.complain("\(path): the profile has firmware families; add --variant, one of: \(names)")
                throw CommandExit.badConfiguration
            }
            return profile
        }
        guard let applied = profile.applying(variant: variant) else {
            CommandOutput.complain(
                "\(path): there is no variant \(variant); known: \(names.isEmpty ? "none" : names)")
            throw CommandExit.badConfiguration
        }
        return applied
    }

    static func read(_ bytes: [UInt8], file: String) -> Result<DeviceProfile, SettingsError> {
        do throws(SettingsError) {
            return .success(try ProfileFile.profile(from: bytes, file: file))
        } catch {
            return .failure(error)
        }
    }

    /// The bytes of a file; a profile is small, and one that is not is refused by its reader.
    static func bytes(_ path: String) throws -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            CommandOutput.complain("\(path): the file cannot be read; check its name, owner and mode")
            throw CommandExit.badConfiguration
        }
        defer { try? handle.close() }  // nothing was written, so a failed close loses nothing
        return Array(try handle.read(upToCount: 1 << 22) ?? Data())
    }
}

/// One device: by its id in dock.yaml, or by a profile and an address.
struct HardwareDeviceOptions: ParsableArguments {
    @Argument(help: "Id of the device in dock.yaml, or with --to the profile (file or id).")
    var device: String
    @Option(help: "Directory with dock.yaml.")
    var config = "/etc/roost"
    @Option(help: ArgumentHelp("A device without dock.yaml.", valueName: "tcp:HOST:PORT"))
    var to: HardwareLine?
    @Option(help: "Unit id with --to; the profile's own when not given.")
    var unit: Int?
    @Option(help: "Firmware family with --to, when the profile has some.")
    var variant: String?
    @OptionGroup var shelf: HardwareShelfOptions

    /// The device, after a look that no running dock owns its line.
    func find() throws -> FieldbusDevice {
        if let to {
            let profile = try shelf.profile(device, variant: variant)
            let found = FieldbusDevice(
                id: DeviceID(profile.id), profile: profile, line: to.line, unit: unit ?? profile.transport.unit)
            let problems = FieldbusDevice.problems(in: [found])
            guard problems.isEmpty else {
                for problem in problems { CommandOutput.complain(CommandOutput.printable(problem)) }
                throw ExitCode(64)
            }
            return found
        }
        let configuration = try CommandExit.configuration(in: config)
        let found = try configuration.device(named: device, directory: config)
        try HardwareOwner.refuseWhileDockRuns(configuration, directory: config)
        return found
    }
}

extension DockConfiguration {
    /// A device by its id; an unknown one ends the command.
    func device(named name: String, directory: String) throws -> FieldbusDevice {
        guard let settings = dock.devices.first(where: { $0.id.text == name }), let device = fieldbusDevice(settings)
        else {
            let known = dock.devices.map(\.id.text).joined(separator: ", ")
            CommandOutput.complain("\(directory)/dock.yaml: there is no device \(name); known: \(known)")
            throw CommandExit.badConfiguration
        }
        return device
    }
}
