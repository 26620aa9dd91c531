// SPDX-License-Identifier: Apache-2.0

// A chaincode that is a public board for dealings to own keys (holdfast-own-keys(5)) and for what is handed in for
// them. It stands in for a public folder that no single organisation can take away.
//
// What it keeps in the channel's state, as the Base64 that it was given:
//
//	dealing         [SHA-256 of the bytes]                   the binary form of a dealing
//	proof           [id of the dealing, SHA-256 of the proof]  a mark only: a dealing.proof is too large for a transaction
//	acknowledgement [id of the dealing, SHA-256 of the bytes]  a holder's word that their share is good
//	submission      [id of the request, SHA-256 of the bytes]  an answer to a request, sealed
//
// Each key has the hash of its value in it: nobody can take another's place, and publishing the same again changes
// nothing. Nothing is ever deleted.
//
// What it does not check: whether the bytes are what they are said to be, and who sends them. They prove
// themselves, or do not, to whoever reads them: "holdfast check" and "holdfast rebuild" judge the bytes and never the
// sender. What it asks for is one spelling: Base64 with padding, and ids of 64 lower-case hexadecimal digits.
package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// The longest value that is taken, in bytes: a blinded answer among 900 holders has some 60,000.
const mostBytes = 98304

// Board is the chaincode; all that it knows stands in the state.
type Board struct{}

// Init has nothing to set up.
func (Board) Init(shim.ChaincodeStubInterface) *peer.Response { return done(nil) }

// Invoke calls a function by its name, with as many arguments as it takes.
func (Board) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	name, arguments := stub.GetFunctionAndParameters()
	function, known := functions[name]
	if !known {
		return refused(fmt.Errorf("the board has no function %q", name))
	}
	if len(arguments) != function.count {
		return refused(fmt.Errorf("%s takes %d arguments, and %d came", name, function.count, len(arguments)))
	}
	payload, err := function.call(stub, arguments)
	if err != nil {
		return refused(err)
	}
	return done(payload)
}

type function struct {
	count int
	call  func(shim.ChaincodeStubInterface, []string) ([]byte, error)
}

var functions = map[string]function{
	"PublishDealing":         {1, publishDealing},
	"PublishProof":           {2, publishProof},
	"PublishAcknowledgement": {2, publishAcknowledgement},
	"PublishSubmission":      {2, publishSubmission},
	"Dealing":                {1, dealing},
	"Acknowledgements":       {1, acknowledgements},
	"Submissions":            {1, submissions},
}

// PublishDealing keeps a dealing under the SHA-256 of its bytes, and gives that back.
func publishDealing(stub shim.ChaincodeStubInterface, arguments []string) ([]byte, error) {
	hash, err := hashOf(arguments[0])
	if err != nil {
		return nil, err
	}
	return publish(stub, "dealing", []string{hash}, arguments[0])
}

// PublishProof marks that the proof with this SHA-256 is to be had for the dealing with this id.
func publishProof(stub shim.ChaincodeStubInterface, arguments []string) ([]byte, error) {
	for _, argument := range arguments {
		if err := requireHash(argument); err != nil {
			return nil, err
		}
	}
	return publish(stub, "proof", arguments, "to be had")
}

// PublishAcknowledgement keeps a holder's word under the dealing's id.
func publishAcknowledgement(stub shim.ChaincodeStubInterface, arguments []string) ([]byte, error) {
	return publishUnder(stub, "acknowledgement", arguments)
}

// PublishSubmission keeps a sealed answer under the request's id.
func publishSubmission(stub shim.ChaincodeStubInterface, arguments []string) ([]byte, error) {
	return publishUnder(stub, "submission", arguments)
}

// Dealing gives the dealing with a SHA-256, in Base64.
func dealing(stub shim.ChaincodeStubInterface, arguments []string) ([]byte, error) {
	key, err := stub.CreateCompositeKey("dealing", arguments)
	if err != nil {
		return nil, err
	}
	value, err := stub.GetState(key)
	if err == nil && value == nil {
		err = errors.New("no dealing with this hash was published")
	}
	return value, err
}

// Acknowledgements gives all that were published under a dealing's id: a JSON list of Base64.
func acknowledgements(stub shim.ChaincodeStubInterface, arguments []string) ([]byte, error) {
	return list(stub, "acknowledgement", arguments[0])
}

// Submissions gives all that were published under a request's id: a JSON list of Base64.
func submissions(stub shim.ChaincodeStubInterface, arguments []string) ([]byte, error) {
	return list(stub, "submission", arguments[0])
}

func publishUnder(stub shim.ChaincodeStubInterface, kind string, arguments []string) ([]byte, error) {
	if err := requireHash(arguments[0]); err != nil {
		return nil, err
	}
	hash, err := hashOf(arguments[1])
	if err != nil {
		return nil, err
	}
	return publish(stub, kind, []string{arguments[0], hash}, arguments[1])
}

// publish writes one value, and tells those who listen which; the last part of the key comes back.
func publish(stub shim.ChaincodeStubInterface, kind string, parts []string, value string) ([]byte, error) {
	key, err := stub.CreateCompositeKey(kind, parts)
	if err != nil {
		return nil, err
	}
	if err := stub.PutState(key, []byte(value)); err != nil {
		return nil, err
	}
	content, err := json.Marshal(parts)
	if err != nil {
		return nil, err
	}
	return []byte(parts[len(parts)-1]), stub.SetEvent(kind+" published", content)
}

func list(stub shim.ChaincodeStubInterface, kind string, id string) ([]byte, error) {
	entries, err := stub.GetStateByPartialCompositeKey(kind, []string{id})
	if err != nil {
		return nil, err
	}
	defer entries.Close()
	values := []string{}
	for entries.HasNext() {
		entry, err := entries.Next()
		if err != nil {
			return nil, err
		}
		values = append(values, string(entry.Value))
	}
	return json.Marshal(values)
}

// hashOf is the SHA-256 of the bytes that a Base64 text stands for, which must be the one spelling of them.
func hashOf(text string) (string, error) {
	if base64.StdEncoding.DecodedLen(len(text)) > mostBytes {
		return "", fmt.Errorf("more than %d bytes are too many", mostBytes)
	}
	content, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(content) == 0 || base64.StdEncoding.EncodeToString(content) != text {
		return "", errors.New("the argument is no Base64 with padding and without blanks")
	}
	hash := sha256.Sum256(content)
	return hex.EncodeToString(hash[:]), nil
}

func requireHash(text string) error {
	content, err := hex.DecodeString(text)
	if err != nil || len(content) != sha256.Size || hex.EncodeToString(content) != text {
		return errors.New("an id or a hash is 64 lower-case hexadecimal digits")
	}
	return nil
}

func done(payload []byte) *peer.Response {
	return &peer.Response{Status: shim.OK, Payload: payload}
}

func refused(err error) *peer.Response {
	return &peer.Response{Status: shim.ERROR, Message: err.Error()}
}

func main() {
	if err := shim.Start(Board{}); err != nil {
		panic(err)
	}
}
