// SPDX-License-Identifier: Apache-2.0
// The files of one configuration as bytes: from a directory, or embedded in the program. It reads nothing but
// the known kinds of files in the known folders, bounded in number and size.

import Foundation

/// The files of a configuration by their path relative to its directory.
public struct ConfigurationFiles: Sendable, Equatable {
    /// Most files of a folder.
    static let mostFiles = 256

    /// Contents by relative path: "dock.yaml", "hardware/roost-dock-plc.yaml".
    public internal(set) var contents: [String: [UInt8]]
    /// What the console has changed of the mail settings; nil for nothing.
    public var mailOverlay: MailOverlay?

    /// Files from texts.
    public init(texts: [String: String]) { contents = texts.mapValues { Array($0.utf8) } }

    /// The `.yaml` files of `directory` and its folders `hardware` and `schedules`, the `.plan` and `.ics` files there,
    /// and the `.json` files of its folder `priors`.
    public init(directory: String) throws(SettingsError) {
        var contents: [String: [UInt8]] = [:]
        for (folder, endings) in [
            ("", [".yaml"]), ("hardware/", [".yaml"]), ("schedules/", [".yaml", ".plan", ".ics"]),
            ("priors/", [".json"]),
        ] {
            let path = directory + "/" + folder
            var isDirectory: ObjCBool = false
            guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
                isDirectory.boolValue
            else {
                if folder.isEmpty {
                    throw Self.error(directory, "there is no such directory", "create it, see the examples")
                }
                continue
            }
            let names: [String]
            do {
                names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
            } catch {
                throw Self.error(
                    directory + "/" + folder, "the folder cannot be read", "check its owner and mode")
            }
            let wanted = names.filter { name in
                !name.hasPrefix(".") && endings.contains { name.hasSuffix($0) }
            }
            guard wanted.count <= Self.mostFiles else {
                throw Self.error(folder, "more than \(Self.mostFiles) files", "remove what is not used")
            }
            for name in wanted { contents[folder + name] = try Self.read(path + name, as: folder + name) }
        }
        self.contents = contents
        mailOverlay = try Self.overlay(of: contents["dock.yaml"] ?? [], in: directory)
    }

    /// What the console has changed, beside the store that dock.yaml names. Who may not look into the store's folder
    /// does not see it.
    private static func overlay(of dock: [UInt8], in directory: String) throws(SettingsError) -> MailOverlay? {
        guard let storage = DockFile.storageDirectory(in: dock) else { return nil }
        let name = storage + "/" + MailOverlay.fileName
        let path = name.hasPrefix("/") ? name : directory + "/" + name
        guard FileManager.default.isReadableFile(atPath: path) else {
            var status = stat()
            guard unsafe lstat(path, &status) == 0 else { return nil }
            throw error(name, "it cannot be opened", "check its owner and mode, or remove it")
        }
        return MailOverlay(name: name, octets: try read(path, as: name))
    }

    private static func error(_ file: String, _ message: String, _ remedy: String) -> SettingsError {
        SettingsError([SettingsProblem(file: file, place: .start, message: message, remedy: remedy)])
    }

    /// The bytes of one file, at most one more than the largest that is accepted.
    private static func read(_ path: String, as name: String) throws(SettingsError) -> [UInt8] {
        do {
            var isDirectory: ObjCBool = false
            guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
                !isDirectory.boolValue
            else { throw error(name, "it is a folder or a broken link", "put the file there") }
            guard
                try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
                    != .typeSocket,
                let handle = FileHandle(forReadingAtPath: path)
            else { throw error(name, "it cannot be opened", "check its owner and mode") }
            defer { try? handle.close() }  // nothing was written, so a failed close loses nothing
            return Array(try handle.read(upToCount: DocumentLimit.planBytes + 1) ?? Data())
        } catch let error as SettingsError {
            throw error
        } catch {
            throw Self.error(
                name, "it cannot be read: \(error.localizedDescription)", "check its owner and mode")
        }
    }
}

extension ConfigurationFiles {
    /// Whether a plain file is there and can be opened.
    static func isReadable(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
            && !isDirectory.boolValue && FileManager.default.isReadableFile(atPath: path)
    }
}

extension ConfigurationFiles {
    /// Files from bytes.
    init(contents: [String: [UInt8]]) { self.contents = contents }
}
