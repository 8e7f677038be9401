// Signs the request with WSS4J 1.6.19, unmodified: java Sign KEY CERTIFICATE REQUEST FOLDER
import java.io.*;
import java.nio.file.*;
import java.security.*;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.*;
import javax.xml.parsers.*;
import javax.xml.transform.*;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.ws.security.*;
import org.apache.ws.security.components.crypto.Merlin;
import org.apache.ws.security.message.*;
import org.w3c.dom.Document;

public class Sign {
    private static final String RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    private static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";

    public static void main(String[] arguments) throws Exception {
        WSSConfig.init();
        Merlin crypto = new Merlin();
        crypto.setKeyStore(store(arguments[0], arguments[1]));
        Map<String, Integer> names = new LinkedHashMap<>();
        names.put("direct", WSConstants.BST_DIRECT_REFERENCE);
        names.put("issuer-serial", WSConstants.ISSUER_SERIAL);
        names.put("key-identifier", WSConstants.X509_KEY_IDENTIFIER);
        names.put("ski", WSConstants.SKI_KEY_IDENTIFIER);
        names.put("thumbprint", WSConstants.THUMBPRINT_IDENTIFIER);
        for (Map.Entry<String, Integer> name : names.entrySet()) {
            write(sign(crypto, arguments[2], name.getValue(), false), arguments[3], name.getKey());
        }
        write(sign(crypto, arguments[2], WSConstants.BST_DIRECT_REFERENCE, true), arguments[3], "with-timestamp");
    }

    private static KeyStore store(String key, String certificate) throws Exception {
        String pem = new String(Files.readAllBytes(Paths.get(key))).replaceAll("-----[^-]*-----|\\s", "");
        PrivateKey secret =
            KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        try (InputStream in = Files.newInputStream(Paths.get(certificate))) {
            Certificate leaf = CertificateFactory.getInstance("X.509").generateCertificate(in);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("system", secret, "secret".toCharArray(), new Certificate[] {leaf});
            return store;
        }
    }

    private static Document sign(Merlin crypto, String request, int name, boolean stamped) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document = factory.newDocumentBuilder().parse(new File(request));
        WSSecHeader header = new WSSecHeader();
        header.insertSecurityHeader(document);
        WSSecSignature signature = new WSSecSignature();
        signature.setUserInfo("system", "secret");
        signature.setKeyIdentifierType(name);
        signature.setSignatureAlgorithm(RSA_SHA256);
        signature.setDigestAlgo(SHA256);
        List<WSEncryptionPart> parts = new ArrayList<>();
        parts.add(new WSEncryptionPart("Body", "http://schemas.xmlsoap.org/soap/envelope/", "Element"));
        if (stamped) {
            WSSecTimestamp timestamp = new WSSecTimestamp();
            timestamp.setTimeToLive(300);
            document = timestamp.build(document, header);
            parts.add(new WSEncryptionPart("Timestamp", WSConstants.WSU_NS, "Element"));
        }
        signature.setParts(parts);
        return signature.build(document, crypto, header);
    }

    private static void write(Document document, String folder, String name) throws Exception {
        Transformer transformer = TransformerFactory.newInstance().newTransformer();
        File file = new File(folder, "wss4j-" + name + ".xml");
        transformer.transform(new DOMSource(document), new StreamResult(file));
    }
}
