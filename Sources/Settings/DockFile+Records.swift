// SPDX-License-Identifier: Apache-2.0
// Decodes the records section of dock.yaml. The section may be absent, but one that is there says who flies: a half of
// it is an error at its place, never a record that looks complete.

extension DockFile {
    static func records(_ top: MappingReader) -> RecordSettings? {
        guard let reader = top.mapping("records") else { return nil }
        defer { reader.finish() }
        var records = RecordSettings(
            operatorName: reader.text("operator", example: "Example Survey Ltd"),
            responsible: reader.text("responsible", example: "A. Example"),
            authorisation: reader.text("authorisation", example: "UAS-1234"),
            sight: reader.choice("sight", orElse: .beyond))
        records.operatorRegistration = reader.optionalText("operator_registration", limit: 64)
        records.aircraft = recordAircraft(reader)
        records.place = reader.optionalText("place")
        if let surveys = reader.mapping("surveys") {
            records.siteSurvey = surveys.optionalText("site")
            records.radioSurvey = surveys.optionalText("radio")
            surveys.finish()
        }
        let file = reader.optionalText("certificate_file", limit: 1_000)
        let key = secret("key", reader)
        if let file, let key {
            records.signer = ClientCertificateSettings(certificateFile: file, key: key)
        } else if file != nil || key != nil {
            reader.log.report(
                reader.place(of: file == nil ? reader.keys.first { $0.hasPrefix("key_") } ?? "" : "certificate_file"),
                "records.certificate_file and its key belong together",
                "add certificate_file and key_file or key_credential")
        }
        records.retention = reader.choice("keep", default: .sevenYears, orElse: .sevenYears)
        return records
    }

    private static func recordAircraft(_ records: MappingReader) -> RecordAircraft {
        var aircraft = RecordAircraft()
        guard let reader = records.requiredMapping("aircraft", example: "{registration: G-0001, serial: \"1581F5\"}")
        else { return aircraft }
        defer { reader.finish() }
        aircraft.registration = reader.optionalText("registration", limit: 64)
        aircraft.serial = reader.optionalText("serial", limit: 64)
        aircraft.model = reader.optionalText("model")
        aircraft.hoursBefore = reader.measure("hours_before", .duration, in: 0...360_000_000, default: 0) / 3_600
        aircraft.flightsBefore = reader.integer("flights_before", in: 0...1_000_000, default: 0)
        aircraft.batterySerial = reader.optionalText("battery_serial", limit: 64)
        if aircraft.registration == nil, aircraft.serial == nil {
            reader.log.report(
                reader.place, "records.aircraft has neither registration nor serial",
                "add for example registration: G-0001")
        }
        return aircraft
    }
}

/// What is wrong with the files that sign flight records; empty when they can be read, or are handed over by systemd.
func unusableRecordSigner(
    _ records: RecordSettings?, directory: String, files: ConfigurationFiles
) -> [SettingsProblem] {
    guard let signer = records?.signer else { return [] }
    let log = ProblemLog(file: "dock.yaml")
    let root = parseYAML(files.contents["dock.yaml"] ?? [], log: log)
    let top = root.flatMap { MappingReader($0, path: "", log: log) }
    func add(_ key: String, _ message: String) {
        log.report(top?.place(ofPath: ["records", key]) ?? .start, "records.\(key): \(message)", "")
    }
    if case .file = signer.key {
        do throws(SecretError) {
            _ = try SecretSource(baseDirectory: directory).readDocument(signer.key)
        } catch {
            add("key_file", error.description)
        }
    }
    let path = signer.certificateFile.hasPrefix("/") ? signer.certificateFile : directory + "/" + signer.certificateFile
    if !ConfigurationFiles.isReadable(path) {
        add("certificate_file", "\(path) cannot be read (put the PEM file there)")
    }
    return log.sorted
}
