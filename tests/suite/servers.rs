//! The settings for web hosts in the servers that they are for. Run where both are there: `cargo test --test suite servers:: -- --ignored`.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::project::Project;

const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// A server on a free port, which ends with the test.
struct Server {
    child: Child,
    address: SocketAddr,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(program: &str, arguments: &[&str], address: SocketAddr, folder: &Path) -> Self {
        let log = std::fs::File::create(folder.join("log")).unwrap();
        let child = Command::new(program)
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap_or_else(|error| panic!("{program} does not start: {error}"));
        let mut server = Self { child, address };
        let start = Instant::now();
        while TcpStream::connect(address).is_err() {
            let ended = server.child.try_wait().unwrap();
            let log = std::fs::read_to_string(folder.join("log")).unwrap();
            assert!(ended.is_none() && start.elapsed() < LONGEST_WAIT, "{program} does not listen: {ended:?} {log}");
            std::thread::yield_now();
        }
        server
    }

    /// The answer to one address: its head and its body.
    fn get(&self, address: &str) -> (String, String) {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(LONGEST_WAIT)).unwrap();
        write!(stream, "GET {address} HTTP/1.0\r\nHost: localhost\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        (head.to_string(), body.to_string())
    }

    /// What the same settings promise on every host.
    fn keeps_its_promises(&self, style: &str) {
        for (address, status, inside) in [
            ("/a.b/help/", "200", "<html lang=\"en\""),
            ("/a.b/help/es/", "200", "<html lang=\"es\""),
            ("/a.b/help/nothing/", "404", "<html lang=\"en\""),
            ("/a.b/help/es/nothing/", "404", "<html lang=\"es\""),
            ("/a.b/help/_hosting/nginx.conf", "404", "<html lang=\"en\""),
            ("/a.b/help/.guidepost-manifest.json", "404", "<html lang=\"en\""),
            ("/a.b/help/.gitignore", "404", "<html lang=\"en\""),
            ("/a.b/help/es/.hidden/a.txt", "404", "<html lang=\""),
            ("/a.b/help/.well-known/security.txt", "200", "shown"),
            ("/a.b/help/assets/", "403", ""),
            (style, "200", "body"),
        ] {
            let (head, body) = self.get(address);
            assert!(head.split(' ').nth(1) == Some(status) && body.contains(inside), "{address}\n{head}\n{body}");
            for header in ["Content-Security-Policy: default-src 'none';", "X-Content-Type-Options: nosniff"] {
                assert_eq!(head.matches(header).count(), 1, "{address}: {header}\n{head}");
            }
            assert_eq!(head.contains("max-age=31536000"), address == style, "{address}\n{head}");
        }
    }
}

/// A site below a path, built under `www`, with the address of its style sheet.
fn site(folder: &Path) -> String {
    let site = Project::real().base_url("https://example.org/a.b/help/").build();
    let write = |path: &str, bytes: &[u8]| {
        let file = folder.join("www/a.b/help").join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    };
    site.clean().outputs.iter().for_each(|(path, bytes)| write(path, bytes));
    for hidden in [".guidepost-manifest.json", ".gitignore", "es/.hidden/a.txt"] {
        write(hidden, b"for no reader");
    }
    write(".well-known/security.txt", b"shown");
    let style = site.outputs.keys().find(|path| path.starts_with("assets/style.")).unwrap();
    format!("/a.b/help/{style}")
}

fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

#[test]
#[ignore = "needs nginx"]
fn nginx_serves_the_site_as_its_settings_say() {
    let folder = tempfile::tempdir().unwrap();
    let (style, address, place) = (site(folder.path()), free_address(), folder.path().display());
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let temporary: String = temporary.iter().map(|name| format!("{name}_temp_path {place}/{name};\n")).collect();
    let settings = format!(
        "daemon off;\nmaster_process off;\npid {place}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{temporary}\
         types {{ text/html html; text/css css; }}\nserver {{ listen {address}; root {place}/www; include {place}/www/a.b/help/_hosting/nginx.conf; }}\n}}\n"
    );
    let file = folder.path().join("settings");
    std::fs::write(&file, settings).unwrap();
    let server = Server::start("nginx", &["-c", file.to_str().unwrap()], address, folder.path());
    server.keeps_its_promises(&style);
}

#[test]
#[ignore = "needs Apache"]
fn apache_serves_the_site_as_its_settings_say() {
    const MODULES: &str = "/usr/lib/apache2/modules";
    let folder = tempfile::tempdir().unwrap();
    let (style, address, place) = (site(folder.path()), free_address(), folder.path().display());
    let own = folder.path().join("www/a.b/help");
    std::fs::copy(own.join("_hosting/apache.conf"), own.join(".htaccess")).unwrap();
    let modules = ["mpm_event", "authz_core", "dir", "mime", "alias", "headers", "setenvif", "autoindex"];
    let modules: String =
        modules.iter().map(|name| format!("LoadModule {name}_module {MODULES}/mod_{name}.so\n")).collect();
    let settings = format!(
        "ServerRoot {place}\nServerName localhost\nPidFile {place}/pid\nListen {address}\n{modules}TypesConfig /dev/null\nAddType text/html .html\n\
         ErrorLog {place}/errors\nDocumentRoot {place}/www\n<Directory {place}/www>\nAllowOverride FileInfo Options Indexes\nRequire all granted\n\
         </Directory>\n"
    );
    let file = folder.path().join("settings");
    std::fs::write(&file, settings).unwrap();
    let server = Server::start("apache2", &["-X", "-f", file.to_str().unwrap()], address, folder.path());
    server.keeps_its_promises(&style);
}
