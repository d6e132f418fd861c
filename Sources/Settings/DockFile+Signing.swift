// SPDX-License-Identifier: Apache-2.0
// Decodes where the key of a signed vehicle link is kept, and checks that it can be used. The key itself never stands
// in dock.yaml and never in an error.

public import MAVLink

extension DockFile {
    /// `vehicle.signing_key: {credential: NAME}` or `{file: FILE}`; nil where the link is not signed.
    static func signingKey(_ vehicle: MappingReader) -> SecretReference? {
        let remedy = "write signing_key: {credential: NAME} or {file: FILE}, a file with mode 0600"
        guard vehicle.keys.contains("signing_key") else { return nil }
        guard let reader = vehicle.mapping("signing_key") else { return nil }
        defer { reader.finish() }
        let file = reader.optionalText("file", limit: 1_000)
        let credential = reader.optionalText("credential", limit: 64)
        if file != nil, credential != nil {
            reader.log.report(
                reader.place(of: "credential"), "vehicle.signing_key has both file and credential", "keep one")
        } else if file == nil, credential == nil {
            reader.log.report(reader.place, "vehicle.signing_key names no key", remedy)
        }
        return credential.map { .credential(name: $0) } ?? file.map { .file(path: $0) }
    }
}

extension DockFile {
    /// Our own address on the vehicle's link, `vehicle.station`; ArduPilot minds one ground station only.
    static func station(_ vehicle: MappingReader, standard: MAVLinkAddress) -> MAVLinkAddress {
        guard let reader = vehicle.mapping("station") else { return standard }
        defer { reader.finish() }
        let system = reader.integer("system", in: 1...255, default: Int(standard.system))
        let component = reader.integer("component", in: 2...255, default: Int(standard.component))
        return MAVLinkAddress(
            system: UInt8(clamping: system), component: UInt8(clamping: component))
    }
}

extension SecretSource {
    /// The key of a signed link.
    public func signingKey(_ reference: SecretReference) throws(SecretError) -> SigningKey {
        guard let key = SigningKey(secret: try read(reference)) else {
            switch reference {
            case .file(let path): throw .weakKey(name: path)
            case .credential(let name): throw .weakKey(name: name)
            }
        }
        return key
    }
}

/// What is wrong with the key file of a signed link; a credential is there only in the running service.
func unusableSigningKey(
    _ vehicle: VehicleSettings, directory: String, files: ConfigurationFiles
) -> [SettingsProblem] {
    guard case .file = vehicle.signingKey, let reference = vehicle.signingKey else { return [] }
    do throws(SecretError) {
        _ = try SecretSource(baseDirectory: directory).signingKey(reference)
        return []
    } catch {
        let log = ProblemLog(file: "dock.yaml")
        let root = parseYAML(files.contents["dock.yaml"] ?? [], log: log)
        let top = root.flatMap { MappingReader($0, path: "", log: log) }
        log.report(
            top?.place(ofPath: ["vehicle", "signing_key"]) ?? .start,
            "vehicle.signing_key: \(error.description)", "")
        return log.sorted
    }
}
