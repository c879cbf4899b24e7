"""Certificates of makers and their goods: which there are, whether they hold on a day, who still lacks which."""
