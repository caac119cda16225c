/** Where a URL leads, by its text alone. */
import { describe, expect, test } from "vitest";
import { UrlRefused } from "../../worker/net/refusal.ts";
import { parsePublicUrl } from "../../worker/net/url.ts";

function judge(text: string, loopback: string[] = []): string {
  try {
    return parsePublicUrl(text, loopback).href;
  } catch (error) {
    if (error instanceof UrlRefused) return error.code;
    throw error;
  }
}

describe("hosts that are not public", () => {
  test.each([
    // Loopback, however it is spelled.
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://127.000.000.001/",
    "https://127.0.0.1./",
    "https://0/",
    "https://0.0.0.0/",
    "https://%31%32%37.0.0.1/",
    "https://１２７.０.０.１/",
    "https://127。0。0。1/",
    "https://[::1]/",
    "https://[0:0:0:0:0:0:0:1]/",
    "https://[::]/",
    // Private, shared, link-local, metadata.
    "https://10.0.0.1/",
    "https://10.255.255.255:8443/",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://192.168.1.1/",
    "https://3232235777/",
    "https://100.64.0.1/",
    "https://100.100.100.200/",
    "https://169.254.169.254/latest/meta-data/",
    "https://0xa9fea9fe/",
    "https://169.16689662/",
    "https://168.63.129.16/",
    "https://192.0.0.192/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[fd00:ec2::254]/",
    // Multicast, reserved, documentation, benchmarks.
    "https://224.0.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://192.0.2.1/",
    "https://198.18.0.1/",
    "https://198.51.100.7/",
    "https://203.0.113.9/",
    "https://192.88.99.1/",
    "https://[ff02::1]/",
    "https://[2001:db8::1]/",
    "https://[3fff::1]/",
    "https://[100::1]/",
    // IPv4 inside IPv6.
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::ffff:8.8.8.8]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::10.0.0.1]/",
    "https://[64:ff9b:1::10.0.0.1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:7f00:1::]/",
    // Names for one machine or one network.
    "https://localhost/",
    "https://LOCALHOST/",
    "https://localhost./",
    "https://a.localhost/",
    "https://ｌｏｃａｌｈｏｓｔ/",
    "https://printer.local/",
    "https://metadata.google.internal/",
    "https://metadata.google.internal./",
    "https://kubernetes.default.svc.cluster.local/",
    "https://router.home.arpa/",
    "https://1.0.0.127.in-addr.arpa/",
    "https://intranet/",
    "https://metadata/",
    "https://nas.lan/",
    "https://expyuzz4wqqyqhjn.onion/",
    "https://a..example.com/",
  ])("%s", (text) => {
    expect(judge(text)).toBe("host_not_public");
  });
});

describe("URLs that are refused for their form", () => {
  test.each([
    ["http://example.com/a.jpg", "url_not_https"],
    ["ftp://example.com/a.jpg", "url_not_https"],
    ["file:///etc/passwd", "url_invalid"],
    ["data:image/png;base64,AAAA", "url_invalid"],
    ["javascript:alert(1)", "url_invalid"],
    ["//example.com/a.jpg", "url_invalid"],
    ["example.com/a.jpg", "url_invalid"],
    ["", "url_invalid"],
    ["https://", "url_invalid"],
    ["https:///example.com", "url_invalid"],
    ["https:example.com", "url_invalid"],
    ["https:\\\\example.com\\a", "url_invalid"],
    ["https://example.com\\@127.0.0.1/", "url_invalid"],
    [" https://example.com/", "url_invalid"],
    ["https://exa\tmple.com/", "url_invalid"],
    ["https://example.com/\r\nHost: localhost", "url_invalid"],
    ["https://[fe80::1%25eth0]/", "url_invalid"],
    ["https://[::1", "url_invalid"],
    ["https://256.256.256.256/", "url_invalid"],
    ["https://1.2.3.4.5/", "url_invalid"],
    [`https://example.com/${"a".repeat(2048)}`, "url_invalid"],
    ["https://user@example.com/", "url_has_credentials"],
    ["https://user:secret@example.com/", "url_has_credentials"],
    ["https://example.com:443@127.0.0.1/", "url_has_credentials"],
    ["https://example.com:80/", "url_port_not_allowed"],
    ["https://example.com:22/", "url_port_not_allowed"],
    ["https://example.com:6379/", "url_port_not_allowed"],
  ])("%s", (text, code) => {
    expect(judge(text)).toBe(code);
  });
});

describe("ordinary URLs come out normalised", () => {
  test.each([
    ["https://example.com/a.jpg?b=c", "https://example.com/a.jpg?b=c"],
    ["https://EXAMPLE.com:443", "https://example.com/"],
    ["https://example.com.:8443/x", "https://example.com:8443/x"],
    ["https://bücher.example/größe.png", "https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe.png"],
    ["https://例え.テスト/", "https://xn--r8jz45g.xn--zckzah/"],
    ["https://8.8.8.8/", "https://8.8.8.8/"],
    ["https://0x08080808/", "https://8.8.8.8/"],
    ["https://[2606:4700:4700::1111]/", "https://[2606:4700:4700::1111]/"],
    ["https://localhost.example.com/", "https://localhost.example.com/"],
    ["https://internal-tools.example.com/", "https://internal-tools.example.com/"],
    ["https://a.example.com/http://127.0.0.1/", "https://a.example.com/http://127.0.0.1/"],
  ])("%s", (text, href) => {
    expect(judge(text)).toBe(href);
  });
});

describe("origins on this machine", () => {
  const loopback = ["http://localhost:3000", "http://127.0.0.1:9999"];
  test("are let through where they are listed, exactly", () => {
    expect(judge("http://localhost:3000/hook", loopback)).toBe("http://localhost:3000/hook");
    expect(judge("http://127.0.0.1:9999/", loopback)).toBe("http://127.0.0.1:9999/");
    expect(judge("http://localhost:3001/hook", loopback)).toBe("url_not_https");
    expect(judge("https://localhost:3000/hook", loopback)).toBe("url_port_not_allowed");
    expect(judge("http://127.0.0.1:3000/hook", loopback)).toBe("url_not_https");
    expect(judge("http://me@localhost:3000/hook", loopback)).toBe("url_has_credentials");
  });
});
