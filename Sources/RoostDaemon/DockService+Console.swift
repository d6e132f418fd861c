// SPDX-License-Identifier: Apache-2.0
// Puts the console together: where it listens, over what certificate, who may come in and what carries out changes. It
// refuses a certificate that cannot be shown before the dock begins, and serves nothing itself.

internal import Access
internal import Console
internal import DockModel
internal import Foundation
internal import Host
internal import RoostCore
internal import Schedule
internal import Settings
internal import Store

extension DockService {
    /// The console of the dock.
    func console(
        _ model: ConsoleAdapter, door: TriggerDoor?, acknowledge: AcknowledgeDoor?, map: MapDoor?,
        entrance: ConsoleEntrance, certificate: ConsoleCertificate?
    ) -> ConsoleServer {
        let dock = configuration.dock, zone = dock.dock.timeZone
        let listen =
            switch dock.console.listen {
            case .address(let address): ListenAddress(host: address.host, port: address.port)
            case .socket(let path): ListenAddress(socketPath: path)
            }
        return ConsoleServer(
            listen: listen, model: model,
            hostNames: AcknowledgeLinks.hosts(of: dock.mail) + MapServerAccess.hosts(of: dock.mapping)
                + dock.console.names,
            door: door, acknowledge: acknowledge, map: map, entrance: entrance, certificate: certificate,
            logger: logger,
            localOffsetSeconds: { zone.offset(at: Int($0.milliseconds / 1000)) })
    }

    /// The way in for users.
    func entrance(
        _ loop: DockLoop, _ planner: Planner, _ database: RoostDatabase, _ clock: any DockClock, mail: MailDesk
    ) -> ConsoleEntrance {
        let console = configuration.dock.console
        var terms = AccessTerms(
            anonymous: console.anonymous == .view ? .view : nil,
            proxies: console.proxies.map { ProxyTrust($0) },
            isTLS: console.tls != nil)
        if case .socket = console.listen { terms.isSocket = true }
        return ConsoleEntrance(
            terms: terms, access: ConsoleKeeper(database, clock: clock, logger: logger),
            desk: DockDesk(
                loop: loop, planner: planner, database: database, clock: clock, configuration: configuration,
                mail: mail,
                logger: logger))
    }

    /// The desk of the mail settings. What it changes holds for the writer and the office from the next mail on.
    func mailDesk(
        _ writers: Shelf<MailWriter>, _ office: PostOffice, _ outbox: Outbox, _ rules: [PartRule], _ planner: Planner,
        _ database: RoostDatabase, _ clock: any DockClock
    ) -> MailDesk {
        let changer = options.mail.map { source in
            MailChanger(
                keeper: MailKeeper(source: source, dock: configuration.dock, directory: options.baseDirectory),
                database: database, clock: clock
            ) { [self] mail in
                var changed = configuration
                changed.dock.mail = mail
                let dock = changed.dock
                let writer = try noticeWriter(changed, rules: rules, planner: planner, database: database)
                let account = MailAccount(dock, directory: options.baseDirectory, clock: { clock.now() })
                return {
                    writers.replace(by: writer)
                    office.replace(by: account)
                }
            }
        }
        return MailDesk(
            configuration.dock, directory: options.baseDirectory, outbox: outbox, office: office, changer: changer,
            logger: logger)
    }

    /// The console's certificate; nil for plain HTTP.
    func consoleCertificate() throws(DockServiceError) -> ConsoleCertificate? {
        guard let tls = configuration.dock.console.tls else { return nil }
        let path =
            tls.certificate.hasPrefix("/") ? tls.certificate : options.baseDirectory + "/" + tls.certificate
        guard let octets = FileManager.default.contents(atPath: path), octets.count <= 1 << 20 else {
            throw .configuration(
                "dock.yaml: console.tls.certificate: \(path) cannot be read (write the chain as PEM)")
        }
        let key: String
        do throws(SecretError) {
            key = try SecretSource(baseDirectory: options.baseDirectory).readDocument(tls.key)
        } catch {
            throw .configuration("dock.yaml: console.tls.key: \(error)")
        }
        let certificate = ConsoleCertificate(chain: String(decoding: octets, as: UTF8.self), key: key)
        if let fault = certificate.fault {
            throw .configuration("dock.yaml: console.tls: \(path) and its key cannot be used: \(fault)")
        }
        return certificate
    }
}

extension ConsoleSettings {
    /// The address as a person opens it.
    func shownAddress(port: Int) -> String {
        switch listen {
        case .socket(let path): return "unix:\(path)"
        case .address(let address):
            let host = address.host.contains(":") ? "[\(address.host)]" : address.host
            return "\(tls == nil ? "http" : "https")://\(host):\(port)/"
        }
    }

    /// Lets the service's group use the socket too; who else may is said by the folder it lies in.
    func openSocket() {
        guard case .socket(let path) = listen else { return }
        // A socket that is gone again is made anew with the next try.
        try? FileManager.default.setAttributes([.posixPermissions: 0o660], ofItemAtPath: path)
    }
}
