"""Reads of certificates: lists, public certificates, missing ones."""
