// SPDX-License-Identifier: Apache-2.0
// Decodes the console section of dock.yaml: where it listens and how it may be reached. What is not this machine
// reaches it over TLS or through a proxy, and always signs in; no setting weakens that.

import Access

extension DockFile {
    /// Where the console listens when nothing is said.
    static let standardConsole = NetworkAddress(host: "127.0.0.1", port: 8_437)

    static func console(_ top: MappingReader) -> (settings: ConsoleSettings, triggerKey: SecretReference?) {
        var settings = ConsoleSettings()
        guard let reader = top.mapping("console") else { return (settings, nil) }
        defer { reader.finish() }
        settings.listen = consolePlace(reader)
        settings.tls = consoleTLS(reader)
        settings.proxies = proxies(reader)
        settings.names = names(reader)
        settings.anonymous = reader.choice(
            "anonymous", default: settings.isLocal ? AnonymousAccess.view : AnonymousAccess.none,
            orElse: .none)
        checkReach(settings, reader)
        return (settings, key(reader, "trigger_key"))
    }

    /// Whether it may be reached as it is told.
    private static func checkReach(_ settings: ConsoleSettings, _ reader: MappingReader) {
        if reader.node("allow_remote") != nil {
            reader.log.report(
                reader.place(of: "allow_remote"), "console.allow_remote is no longer a setting",
                "serve the network by console.tls or behind console.proxies, and add users: roost console user add"
            )
        }
        if settings.tls != nil, settings.proxies != nil {
            reader.log.report(
                reader.place(of: "tls"), "console has both tls and proxies",
                "keep one: a proxy ends TLS itself and reaches the console on a loopback address or unix:PATH"
            )
        }
        if case .socket = settings.listen, settings.tls != nil {
            reader.log.report(
                reader.place(of: "tls"), "console.tls is for an address, and console.listen is a unix socket",
                "leave tls out, or listen on HOST:PORT")
        }
        if !settings.listen.isLocal, settings.tls == nil, settings.proxies == nil {
            reader.log.report(
                reader.place(of: "listen"),
                "console.listen \(quoted(settings.listen.description)) would send passwords over the network as they "
                    + "are",
                "set console.tls, or name the proxy in front as console.proxies, or listen on 127.0.0.1")
        }
        if !settings.isLocal, settings.anonymous != .none {
            reader.log.report(
                reader.place(of: "anonymous"),
                "console.anonymous is for a console that only this machine reaches",
                "leave it out: everybody else signs in")
        }
    }

    private static func consolePlace(_ reader: MappingReader) -> ConsolePlace {
        let standard = ConsolePlace.address(standardConsole)
        guard let node = reader.node("listen"), let text = reader.scalar(node, "console.listen", "HOST:PORT")
        else { return standard }
        let scheme = "unix:"
        if text.hasPrefix(scheme) {
            let path = String(text.dropFirst(scheme.utf8.count))
            // What the kernel holds of a socket's name (sun_path) less its end.
            guard path.hasPrefix("/"), path.utf8.count <= 107, !path.hasSuffix("/"),
                !path.unicodeScalars.contains(where: { $0.value < 33 })
            else {
                reader.log.report(
                    node.place,
                    "console.listen \(quoted(text)) is not unix:PATH with a path of at most 107 bytes",
                    "write for example \"unix:/run/roost/console.sock\"")
                return standard
            }
            return .socket(path: path)
        }
        guard let address = networkAddress(text) else {
            reader.log.report(
                node.place, "console.listen \(quoted(text)) is not HOST:PORT",
                "write for example \"127.0.0.1:8437\" or \"unix:/run/roost/console.sock\"")
            return standard
        }
        return .address(address)
    }

    private static func consoleTLS(_ reader: MappingReader) -> ConsoleTLS? {
        guard let tls = reader.mapping("tls") else { return nil }
        defer { tls.finish() }
        let certificate = tls.text("certificate", example: "console.pem", limit: 1_000)
        guard let secret = key(tls, "key") else {
            if tls.node("key") == nil {
                tls.log.report(
                    tls.place, "console.tls.key is missing",
                    "add for example key: {file: /etc/roost/console.key}")
            }
            return nil
        }
        return ConsoleTLS(certificate: certificate, key: secret)
    }

    private static func proxies(_ reader: MappingReader) -> [NetworkPrefix]? {
        guard reader.node("proxies") != nil else { return nil }
        let found = reader.texts("proxies", limit: 50).compactMap { text, place -> NetworkPrefix? in
            if let range = NetworkPrefix(text) { return range }
            reader.log.report(
                place, "console.proxies \(quoted(text)) is no address or range of addresses",
                "write for example 127.0.0.1 or 10.0.0.0/8")
            return nil
        }
        if found.isEmpty, reader.list("proxies", limit: 50).isEmpty {
            reader.log.report(
                reader.place(of: "proxies"), "console.proxies is empty",
                "name the proxy's address, such as [127.0.0.1]")
        }
        return found
    }

    private static func names(_ reader: MappingReader) -> [String] {
        reader.texts("names", limit: 20).compactMap { text, place in
            if isHostName(text), !text.contains("%") { return text.lowercased() }
            reader.log.report(
                place, "console.names \(quoted(text)) is not a host name",
                "write for example dock.example.org")
            return nil
        }
    }
}
