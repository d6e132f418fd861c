// SPDX-License-Identifier: Apache-2.0
// Decodes the mapping section of dock.yaml: the server that makes maps of the pictures of flights. Its secret is in a
// file or a credential, and goes over a plain connection only where the file says so.

import Foundation
import Payload

extension DockFile {
    /// `mapping:` of dock.yaml; nil where no server makes maps.
    static func mapping(_ top: MappingReader) -> MappingSettings? {
        guard let reader = top.mapping("mapping") else { return nil }
        defer { reader.finish() }
        let kind = reader.choice("kind", default: MapServerKind.nodeODM, orElse: .nodeODM)
        let isPlainAllowed = reader.flag("plaintext", default: false)
        let address = webAddress(reader, "server", isPlainAllowed: isPlainAllowed)
        var settings = MappingSettings(server: MapServer(kind: kind, address: address ?? ""))
        settings.caFile = reader.optionalText("ca_file", limit: 1_000)
        switch kind {
        case .nodeODM:
            settings.secret = secret("token", reader)
            if reader.node("webhook") != nil {
                settings.server.webhook = webAddress(reader, "webhook", isPlainAllowed: true)
            }
        case .webODM:
            settings.server.project = reader.integer("project", in: 1...1_000_000_000)
            settings.user = reader.text("user", example: "dock", limit: 150)
            settings.secret = secret("password", reader)
            if settings.secret == nil {
                reader.log.report(
                    reader.place, "mapping.user has no password",
                    "add password_file or password_credential")
            }
        }
        return settings
    }

    /// An address without a slash at its end; nil with a report when it is none.
    private static func webAddress(_ reader: MappingReader, _ key: String, isPlainAllowed: Bool) -> String? {
        var text = reader.text(key, example: "https://maps.example.org", limit: 1_000)
        guard !text.isEmpty else { return nil }
        while text.hasSuffix("/") { text.removeLast() }
        let parts = URLComponents(string: text)
        guard let scheme = parts?.scheme, ["http", "https"].contains(scheme), let host = parts?.host,
            !host.isEmpty,
            parts?.user == nil, parts?.query == nil, parts?.fragment == nil
        else {
            reader.log.report(
                reader.place(of: key), "\(reader.name(key)) \(quoted(text)) is no address of a server",
                "write for example https://maps.example.org or http://127.0.0.1:3000")
            return nil
        }
        let isLocal = host.hasPrefix("127.") || ["::1", "[::1]", "localhost"].contains(host)
        if scheme == "http", !isLocal, !isPlainAllowed {
            reader.log.report(
                reader.place(of: key),
                "\(reader.name(key)) \(quoted(text)) would send pictures and secrets over a plain connection",
                "use https, or set plaintext: true for a server in the dock's own network")
        }
        return text
    }
}

/// What is wrong with the secret of the map server; empty when it can be read, or is handed over by systemd.
func unusableMappingSecret(
    _ mapping: MappingSettings?, directory: String, files: ConfigurationFiles
) -> [SettingsProblem] {
    guard let mapping else { return [] }
    let log = ProblemLog(file: "dock.yaml")
    let root = parseYAML(files.contents["dock.yaml"] ?? [], log: log)
    let top = root.flatMap { MappingReader($0, path: "", log: log) }
    func add(_ key: String, _ message: String) {
        log.report(top?.place(ofPath: ["mapping", key]) ?? .start, "mapping.\(key): \(message)", "")
    }
    if case .file? = mapping.secret, let secret = mapping.secret {
        do throws(SecretError) {
            _ = try SecretSource(baseDirectory: directory).read(secret)
        } catch {
            add(mapping.server.kind == .webODM ? "password_file" : "token_file", error.description)
        }
    }
    if let caFile = mapping.caFile {
        let path = caFile.hasPrefix("/") ? caFile : directory + "/" + caFile
        if !ConfigurationFiles.isReadable(path) {
            add("ca_file", "\(path) cannot be read (put the PEM file there)")
        }
    }
    return log.sorted
}
